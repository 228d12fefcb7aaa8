// A surface that is turned by dragging, with its level lines and the ways of descents.

function surface(canvas, data, state) {
  const N = data.samples, box = 0.72;
  const [xLow, xHigh] = data.ranges[0], [yLow, yHigh] = data.ranges[1];
  const at = (low, high, i) => low + ((high - low) * i) / (N - 1);
  const view = { azimuth: data.camera[0], elevation: data.camera[1], zoom: 1 };
  let values = new Float64Array(N * N), low = 0, high = 1, levels = [], ways = [], cells = [];

  const xs = new Float64Array(N * N), ys = new Float64Array(N * N);
  for (let j = 0; j < N; j++) for (let i = 0; i < N; i++) {
    xs[j * N + i] = at(xLow, xHigh, i);
    ys[j * N + i] = at(yLow, yHigh, j);
  }
  const columns = (x, y, count) =>
    [x, y, ...state.parameters.map((value) => new Float64Array(count).fill(value))];
  const point = (x, y) =>
    run(data.program, columns([x], [y], 1), 1).map((column) => column[0]);

  function compute() {
    values = data.program ? run(data.program, columns(xs, ys, N * N), N * N)[0]
      : Float64Array.from(data.sampled, (value) => value ?? NaN);
    const finite = Array.from(values).filter(Number.isFinite).sort((a, b) => a - b);
    const part = (p) => finite[Math.round(p * (finite.length - 1))];
    const usual = part(0.9) - part(0.1);
    [low, high] = [part(0), part(1)];
    if (data.cut[0]) low = Math.max(low, part(0.1) - 0.75 * usual);
    if (data.cut[1]) high = Math.min(high, part(0.9) + 0.75 * usual);
    if (data.values) [low, high] = data.values;
    if (!(high > low)) [low, high] = [low - 1, low + 1];
    levels = steps(low, high, 10);
    ways = [...data.paths, ...state.starts.map(descend)];
  }

  // Gradient descent, each step as long as it pays (L. Armijo, 1966).
  function descend(start) {
    let place = start, [value, gx, gy] = point(...place), rate = 1 / Math.max(Math.hypot(gx, gy), 1);
    const way = [place], first = Math.hypot(gx, gy);
    for (let step = 0; step < 400 && Math.hypot(gx, gy) > 1e-6 * Math.min(first, 1); step++) {
      rate *= 2;
      let found = null;
      for (let half = 0; half < 50 && !found; half++) {
        const next = [place[0] - rate * gx, place[1] - rate * gy], [there] = point(...next);
        if (there <= value - 0.3 * rate * (gx * gx + gy * gy)) found = next;
        else rate /= 2;
      }
      if (!found) break;
      way.push((place = found));
      [value, gx, gy] = point(...place);
    }
    return way;
  }

  const part = (x, y, z) => [
    (2 * (x - xLow)) / (xHigh - xLow) - 1,
    (2 * (y - yLow)) / (yHigh - yLow) - 1,
    ((2 * (z - low)) / (high - low) - 1) * box,
  ];
  let axes;
  function look() {
    const a = (view.azimuth * Math.PI) / 180, e = (view.elevation * Math.PI) / 180;
    const [sa, ca, se, ce] = [Math.sin(a), Math.cos(a), Math.sin(e), Math.cos(e)];
    const size = 0.27 * Math.min(canvas.clientWidth, canvas.clientHeight * 1.15) * view.zoom;
    axes = { right: [-sa, ca, 0], up: [-se * ca, -se * sa, ce], to: [ce * ca, ce * sa, se], size };
  }
  const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  const place = (p) => [
    canvas.clientWidth / 2 + dot(axes.right, p) * axes.size,
    canvas.clientHeight / 2 - dot(axes.up, p) * axes.size,
  ];

  function draw() {
    look();
    const pen = prepared(canvas);
    walls(pen);
    const points = new Array(N * N);
    for (let k = 0; k < N * N; k++) {
      const z = values[k];
      points[k] = z >= low && z <= high ? place(part(xs[k], ys[k], z)) : null;
    }
    const order = (rising) => Array.from({ length: N - 1 }, (_, i) => (rising ? i : N - 2 - i));
    cells = [];
    const parts = wayParts();
    pen.lineWidth = 0.7;
    for (const j of order(axes.to[1] > 0)) for (const i of order(axes.to[0] > 0)) {
      const places = [j * N + i, j * N + i + 1, (j + 1) * N + i + 1, (j + 1) * N + i];
      const corners = places.map((k) => points[k]);
      const heights = places.map((k) => values[k]);
      const steep = Math.max(...heights) - Math.min(...heights) > 0.7 * (high - low);
      if (!corners.includes(null) && !steep) cell(pen, i, j, corners, heights);
      for (const part of parts.get(j * N + i) ?? []) wayPart(pen, part);
    }
    state.drawn = (state.drawn ?? 0) + 1;
  }

  function cell(pen, i, j, corners, heights) {
    const mean = heights.reduce((a, b) => a + b) / 4;
    const dx = ((heights[1] + heights[2] - heights[0] - heights[3]) / 2 / (high - low)) * box * (N - 1);
    const dy = ((heights[2] + heights[3] - heights[0] - heights[1]) / 2 / (high - low)) * box * (N - 1);
    const length = Math.hypot(dx, dy, 1), normal = [-dx / length, -dy / length, 1 / length];
    const source = [0, 1, 2].map((k) => 0.55 * axes.to[k] + 0.68 * axes.up[k] - 0.48 * axes.right[k]);
    const light = dot(normal, axes.to) < 0 ? -dot(normal, source) : dot(normal, source);
    const color = shaded((mean - low) / (high - low), Math.max(-0.42, Math.min(0.22, 0.5 * (light - 0.72))));
    pen.fillStyle = pen.strokeStyle = color;
    pen.beginPath();
    corners.forEach((corner, k) => (k ? pen.lineTo(...corner) : pen.moveTo(...corner)));
    pen.closePath();
    pen.fill();
    pen.stroke();
    cells.push({ i, j, corners });
    if (state.levels) crossings(pen, corners, heights);
  }

  // The level lines of a cell, drawn after it, so that nearer cells hide them.
  function crossings(pen, corners, heights) {
    for (const level of levels) {
      const ends = [];
      for (let k = 0; k < 4; k++) {
        const [a, b] = [heights[k], heights[(k + 1) % 4]];
        if (a >= level !== b >= level) {
          const t = (level - a) / (b - a), [p, q] = [corners[k], corners[(k + 1) % 4]];
          ends.push([p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t]);
        }
      }
      if (ends.length < 2) continue;
      pen.strokeStyle = (level - low) / (high - low) < 0.6 ? "rgba(255,255,255,.7)" : "rgba(16,24,32,.6)";
      pen.lineWidth = 1.1;
      pen.beginPath();
      pen.moveTo(...ends[0]);
      pen.lineTo(...ends[1]);
      pen.stroke();
      pen.lineWidth = 0.7;
    }
  }

  function walls(pen) {
    const near = axes.to.map((c) => (c < 0 ? -1 : 1));
    const ticks = [steps(xLow, xHigh, 6), steps(yLow, yHigh, 6), steps(low, high, 6)];
    const ranges = [[xLow, xHigh], [yLow, yHigh], [low, high]];
    const scale = (k, value) => (2 * (value - ranges[k][0])) / (ranges[k][1] - ranges[k][0]) - 1;
    const at3 = (p) => place([p[0], p[1], p[2] * box]);
    for (let across = 0; across < 3; across++) {
      const [u, v] = [0, 1, 2].filter((k) => k !== across);
      const spot = (a, b) => {
        const p = [];
        [p[across], p[u], p[v]] = [-near[across], a, b];
        return at3(p);
      };
      pen.fillStyle = colors.wall;
      trace(pen, [spot(-1, -1), spot(1, -1), spot(1, 1), spot(-1, 1)], true);
      pen.fill();
      pen.strokeStyle = colors.grid;
      pen.lineWidth = 0.8;
      for (const tick of ticks[u]) trace(pen, [spot(scale(u, tick), -1), spot(scale(u, tick), 1)]);
      for (const tick of ticks[v]) trace(pen, [spot(-1, scale(v, tick)), spot(1, scale(v, tick))]);
    }
    pen.fillStyle = pen.strokeStyle = colors.text;
    const left = [[near[0], -near[1]], [-near[0], near[1]]].sort((p, q) => at3([...p, 0])[0] - at3([...q, 0])[0])[0];
    const edges = [[[0, near[1], -near[2]], [0, near[1], 0]], [[near[0], 0, -near[2]], [near[0], 0, 0]], [[...left, 0], null]];
    edges.forEach(([through, out], k) => {
      const on = (t) => at3(through.map((c, n) => (n === k ? t : c)));
      trace(pen, [on(-1), on(1)]);
      const middle = on(0);
      let unit = [-1, 0];
      if (out) {
        const away = at3(through.map((c, n) => c + 0.1 * out[n])), far = Math.hypot(away[0] - middle[0], away[1] - middle[1]) || 1;
        unit = [(away[0] - middle[0]) / far, (away[1] - middle[1]) / far];
      }
      pen.textAlign = unit[0] > 0.35 ? "left" : unit[0] < -0.35 ? "right" : "center";
      pen.font = colors.font;
      for (const tick of ticks[k]) {
        const foot = on(scale(k, tick));
        trace(pen, [foot, [foot[0] + 5 * unit[0], foot[1] + 5 * unit[1]]]);
        pen.fillText(written(tick), foot[0] + 9 * unit[0], foot[1] + 9 * unit[1] + 4 + 6 * Math.max(unit[1], 0));
      }
      pen.font = colors.italic;
      const name = out ? data.names[k] : data.value;
      if (out) pen.fillText(name, middle[0] + 38 * unit[0], middle[1] + 38 * unit[1] + 6);
      else pen.fillText(name, on(1)[0] + 10, on(1)[1] - 10);
    });
  }

  const height = (x, y) => {
    if (data.program) return point(x, y)[0];
    const i = Math.round(((x - xLow) / (xHigh - xLow)) * (N - 1)), j = Math.round(((y - yLow) / (yHigh - yLow)) * (N - 1));
    return i >= 0 && j >= 0 && i < N && j < N ? values[j * N + i] : NaN;
  };

  // The parts of all ways, by the cell after which they are drawn: one nearer than their own, so
  // that what hides them is drawn later and their own cell is not.
  function wayParts() {
    const parts = new Map(), near = [axes.to[0] > 0 ? 1 : -1, axes.to[1] > 0 ? 1 : -1];
    const put = (p, part) => {
      const along = [(p[0] - xLow) / (xHigh - xLow), (p[1] - yLow) / (yHigh - yLow)];
      if (!along.every((t) => t >= 0 && t <= 1)) return;
      const [i, j] = along.map((t, k) => Math.max(0, Math.min(N - 2, Math.floor(t * (N - 1)) + near[k])));
      parts.set(j * N + i, [...(parts.get(j * N + i) ?? []), part]);
    };
    for (const way of ways) {
      const whole = state.time === null ? way.length : Math.max(1, Math.ceil(state.time * way.length));
      for (let k = 1; k < whole; k++) {
        const [p, q] = [way[k - 1], way[k]], cut = Math.min(64, 1 + Math.ceil(
          N * Math.max(Math.abs(q[0] - p[0]) / (xHigh - xLow), Math.abs(q[1] - p[1]) / (yHigh - yLow))));
        const spot = (t) => [p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t];
        for (let n = 0; n < cut; n++) put(spot((n + 0.5) / cut), [spot(n / cut), spot((n + 1) / cut)]);
      }
      put(way[whole - 1], [way[whole - 1]]);
    }
    return parts;
  }

  function wayPart(pen, part) {
    const spots = part.map((p) => place(part3(p)));
    if (spots.length === 1) {
      pen.fillStyle = colors.way;
      pen.beginPath();
      pen.arc(...spots[0], 5.5, 0, 2 * Math.PI);
      pen.fill();
      pen.lineWidth = 1.6;
      pen.strokeStyle = "#fff";
      pen.stroke();
    } else for (const [color, width, cap] of [["#fff", 4.4, "butt"], [colors.way, 2.4, "round"]]) {
      pen.strokeStyle = color;
      pen.lineWidth = width;
      pen.lineCap = cap;
      trace(pen, spots);
    }
    pen.lineWidth = 0.7;
  }
  const part3 = (p) => part(...p, height(...p));

  // The place on the surface that is seen at a pixel: the last cell that was drawn there.
  function below(px, py) {
    for (let k = cells.length - 1; k >= 0; k--) {
      const { i, j, corners } = cells[k];
      for (const [a, b, c, where] of [[0, 1, 2, [[0, 0], [1, 0], [1, 1]]], [0, 2, 3, [[0, 0], [1, 1], [0, 1]]]]) {
        const [p, q, r] = [corners[a], corners[b], corners[c]];
        const area = (q[0] - p[0]) * (r[1] - p[1]) - (r[0] - p[0]) * (q[1] - p[1]);
        const s = ((px - p[0]) * (r[1] - p[1]) - (r[0] - p[0]) * (py - p[1])) / area;
        const t = ((q[0] - p[0]) * (py - p[1]) - (px - p[0]) * (q[1] - p[1])) / area;
        if (s >= 0 && t >= 0 && s + t <= 1) {
          const mix = (n) => where[0][n] + s * (where[1][n] - where[0][n]) + t * (where[2][n] - where[0][n]);
          return [at(xLow, xHigh, i + mix(0)), at(yLow, yHigh, j + mix(1))];
        }
      }
    }
    return null;
  }

  return {
    compute, draw, view,
    drag(dx, dy) {
      view.azimuth -= 0.4 * dx;
      view.elevation = Math.max(-90, Math.min(90, view.elevation + 0.4 * dy));
    },
    zoom: (factor) => (view.zoom = Math.max(0.3, Math.min(6, view.zoom * factor))),
    click(px, py) {
      const found = below(px, py);
      if (found && data.program) {
        state.starts = [found];
        compute();
        animate();
      }
    },
    read(px, py) {
      const found = below(px, py);
      if (!found) return "";
      const names = [...data.names, data.value];
      return [...found, height(...found)].map((v, k) => `${names[k]} = ${written(v)}`).join(",  ");
    },
    evaluate: (x, y) => point(x, y),
    range: () => [low, high],
    steps: () => ways.map((way) => way.length),
  };
}
