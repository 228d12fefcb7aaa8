// What both pictures share: colours, ticks, the pointer, the sliders.

const data = JSON.parse(document.getElementById("data").textContent);
const canvas = document.querySelector("canvas"), read = document.querySelector("output.value");
const dark = data.theme === "dark";
const colors = {
  text: dark ? "#e4e6eb" : "#1b1d22", wall: dark ? "#1d2026" : "#f3f4f6",
  grid: dark ? "#343943" : "#dcdfe3", zero: dark ? "#767c87" : "#9a9ea5",
  way: dark ? "#ff8c42" : "#d55e00", series: data.series,
  font: "13px 'Times New Roman', Tinos, 'Liberation Serif', Times, serif",
  italic: "italic 16px 'Times New Roman', Tinos, 'Liberation Serif', Times, serif",
};
const state = {
  parameters: data.parameters.map((parameter) => parameter.value),
  starts: data.starts, levels: true, time: null,
};

function shaded(value, light) {
  const last = data.colors.length - 1, place = Math.max(0, Math.min(1, value)) * last;
  const k = Math.min(Math.floor(place), last - 1), t = place - k, towards = light < 0 ? 0 : 255;
  const part = (n) => {
    const c = data.colors[k][n] + (data.colors[k + 1][n] - data.colors[k][n]) * t;
    return Math.round(c + (towards - c) * Math.abs(light));
  };
  return `rgb(${part(0)},${part(1)},${part(2)})`;
}

// Round numbers in a range (P. Heckbert, 1990).
function steps(low, high, wanted) {
  const raw = (high - low) / wanted, size = 10 ** Math.floor(Math.log10(raw)), rest = raw / size;
  const step = (rest < 1.5 ? 1 : rest < 3 ? 2 : rest < 7 ? 5 : 10) * size, found = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) found.push(k * step || 0);
  return found;
}
function written(value) {
  if (!Number.isFinite(value)) return "undefined";
  return String(Number(value.toPrecision(5))).replace("-", "−");
}
function trace(pen, points, closed = false) {
  pen.beginPath();
  points.forEach((p, k) => (k ? pen.lineTo(...p) : pen.moveTo(...p)));
  if (closed) pen.closePath();
  else pen.stroke();
}
function prepared(canvas) {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = canvas.clientWidth * ratio;
  canvas.height = canvas.clientHeight * ratio;
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.lineJoin = pen.lineCap = "round";
  return pen;
}

const picture = (data.kind === "surface" ? surface : curve)(canvas, data, state);
const redraw = () => requestAnimationFrame(picture.draw);

for (const [k, parameter] of (data.program ? data.parameters : []).entries()) {
  const row = document.createElement("label"), slider = document.createElement("input");
  const name = document.createElement("i"), shown = document.createElement("output");
  Object.assign(slider, { type: "range", min: parameter.low, max: parameter.high, step: "any", value: parameter.value });
  slider.dataset.name = name.textContent = parameter.name;
  shown.textContent = written(parameter.value);
  slider.addEventListener("input", () => {
    state.parameters[k] = Number(slider.value);
    shown.textContent = written(state.parameters[k]);
    picture.compute();
    redraw();
  });
  row.append(name, slider, shown);
  document.querySelector("form").append(row);
}

// A descent grows from its start to its end.
function animate() {
  const begun = performance.now();
  const frame = (now) => {
    state.time = Math.min((now - begun) / 2500, 1);
    picture.draw();
    if (state.time < 1) requestAnimationFrame(frame);
    else state.time = null;
  };
  requestAnimationFrame(frame);
}
if (data.kind === "surface") {
  const button = (text, work) => {
    const found = Object.assign(document.createElement("button"), { type: "button", textContent: text });
    found.addEventListener("click", work);
    document.querySelector("form").append(found);
  };
  button("level lines", () => { state.levels = !state.levels; redraw(); });
  button("from above", () => { picture.view.azimuth = -90; picture.view.elevation = 90; redraw(); });
  if (data.starts.length || data.paths.length) button("descend", animate);
}

let held = null;
canvas.addEventListener("pointerdown", (event) => {
  held = { x: event.offsetX, y: event.offsetY, moved: false };
  canvas.setPointerCapture(event.pointerId);
});
canvas.addEventListener("pointermove", (event) => {
  if (held) {
    const [dx, dy] = [event.offsetX - held.x, event.offsetY - held.y];
    if (held.moved || Math.hypot(dx, dy) > 3) {
      picture.drag(dx, dy);
      held = { x: event.offsetX, y: event.offsetY, moved: true };
      redraw();
    }
  } else read.textContent = picture.read(event.offsetX, event.offsetY);
});
canvas.addEventListener("pointerup", (event) => {
  if (held && !held.moved) picture.click(event.offsetX, event.offsetY);
  held = null;
  redraw();
});
canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  picture.zoom(Math.exp(-0.0015 * event.deltaY), event.offsetX);
  redraw();
}, { passive: false });
window.addEventListener("resize", redraw);

picture.compute();
picture.draw();
