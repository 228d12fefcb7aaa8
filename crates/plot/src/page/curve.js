// Curves that are moved by dragging and zoomed by the wheel.

function curve(canvas, data, state) {
  const view = { x: [...data.ranges[0]], y: [0, 1] }, home = [...data.ranges[0]];
  const left = 58, below = 44, top = 12, COUNT = 801;
  let lines = [];

  const points = (xs) =>
    run(data.program, [xs, ...state.parameters.map((v) => new Float64Array(xs.length).fill(v))], xs.length);

  function sampled(from, to) {
    const xs = Float64Array.from({ length: COUNT }, (_, i) => from + ((to - from) * i) / (COUNT - 1));
    return [xs, points(xs)];
  }

  function compute() {
    if (!data.program) {
      const [xs, ...columns] = data.sampled.map((list) => Float64Array.from(list, (v) => v ?? NaN));
      lines = columns.map((ys) => pieces(xs, ys, null));
    } else {
      const [xs, columns] = sampled(...view.x);
      lines = columns.map((ys, k) => pieces(xs, ys, (x) => points([x])[k][0]));
    }
  }

  function fit() {
    const all = (data.program ? sampled(...view.x)[1] : data.sampled.slice(1)).flatMap((ys) => Array.from(ys));
    const finite = all.filter(Number.isFinite).sort((a, b) => a - b);
    const part = (p) => finite[Math.round(p * (finite.length - 1))] ?? 0;
    const usual = part(0.9) - part(0.1);
    let [low, high] = [part(0), part(1)];
    if (data.cut[0]) low = Math.max(low, part(0.1) - 0.75 * usual);
    if (data.cut[1]) high = Math.min(high, part(0.9) + 0.75 * usual);
    const room = 0.06 * (high - low) || 1;
    view.y = data.values ?? [low - room, high + room];
  }

  // Lines between gaps. Of a continuous function the half that changes more changes ever less.
  function pieces(xs, ys, f) {
    const height = view.y[1] - view.y[0], found = [];
    let piece = [];
    for (let i = 0; i < xs.length; i++) {
      const jumps = piece.length && Math.abs(ys[i] - ys[i - 1]) > 0.05 * height && f
        && jump(f, xs[i - 1], ys[i - 1], xs[i], ys[i]);
      // A single place without a value, as that of sin(x)/x at 0, is no gap that could be seen.
      if (!Number.isFinite(ys[i]) && Math.abs(ys[i + 1] - ys[i - 1]) < 0.05 * height) continue;
      if (jumps || !Number.isFinite(ys[i])) {
        if (piece.length) found.push(piece);
        piece = [];
      }
      if (Number.isFinite(ys[i])) piece.push([xs[i], ys[i]]);
    }
    return piece.length ? [...found, piece] : found;
  }
  function jump(f, a, fa, b, fb) {
    const goal = Math.abs(fb - fa) / 8;
    for (let i = 0; i < 40; i++) {
      const c = (a + b) / 2, fc = f(c);
      if (!Number.isFinite(fc)) return true;
      if (Math.abs(fc - fa) > Math.abs(fb - fc)) [b, fb] = [c, fc];
      else [a, fa] = [c, fc];
      if (Math.abs(fb - fa) < goal) return false;
    }
    return true;
  }

  const width = () => canvas.clientWidth - left - 16, height = () => canvas.clientHeight - below - top;
  const place = (x, y) => [
    left + ((x - view.x[0]) / (view.x[1] - view.x[0])) * width(),
    top + (1 - (y - view.y[0]) / (view.y[1] - view.y[0])) * height(),
  ];
  const value = (px) => view.x[0] + ((px - left) / width()) * (view.x[1] - view.x[0]);

  function draw() {
    const pen = prepared(canvas);
    pen.font = colors.font;
    for (const [axis, ticks] of [[0, steps(...view.x, 9)], [1, steps(...view.y, 7)]]) {
      for (const tick of ticks) {
        const line = axis ? [place(view.x[0], tick), place(view.x[1], tick)] : [place(tick, view.y[0]), place(tick, view.y[1])];
        pen.strokeStyle = tick === 0 ? colors.zero : colors.grid;
        pen.lineWidth = 1;
        trace(pen, line);
        pen.fillStyle = colors.text;
        pen.textAlign = axis ? "right" : "center";
        if (axis) pen.fillText(written(tick), left - 8, line[0][1] + 4);
        else pen.fillText(written(tick), line[0][0], canvas.clientHeight - below + 18);
      }
    }
    pen.font = colors.italic;
    pen.textAlign = "center";
    pen.fillText(data.names[0], left + width() / 2, canvas.clientHeight - 8);
    pen.save();
    pen.beginPath();
    pen.rect(left, top, width(), height());
    pen.clip();
    lines.forEach((list, k) => {
      pen.strokeStyle = colors.series[k % colors.series.length];
      pen.lineWidth = 2.2;
      for (const piece of list) trace(pen, piece.map((p) => place(...p)));
    });
    pen.restore();
    pen.strokeStyle = colors.text;
    pen.lineWidth = 1;
    trace(pen, [[left, top], [left, top + height()], [left + width(), top + height()]]);
    pen.textAlign = "left";
    data.labels.forEach((label, k) => {
      pen.fillStyle = colors.series[k % colors.series.length];
      pen.fillText(label, left + 14, top + 20 + 20 * k);
    });
    state.drawn = (state.drawn ?? 0) + 1;
  }

  fit();
  return {
    compute, draw, view,
    drag(dx, dy) {
      const [a, b] = [(dx / width()) * (view.x[1] - view.x[0]), (dy / height()) * (view.y[1] - view.y[0])];
      view.x = view.x.map((v) => v - a);
      view.y = view.y.map((v) => v + b);
      compute();
    },
    zoom(factor, px) {
      const middle = value(px);
      view.x = view.x.map((v) => middle + (v - middle) / factor);
      compute();
    },
    click() {
      view.x = [...home];
      fit();
      compute();
    },
    read(px) {
      const x = value(px);
      if (!data.program || x < view.x[0] || x > view.x[1]) return "";
      const found = points([x]).map((column, k) => `${data.labels[k]}: ${written(column[0])}`);
      return [`${data.names[0]} = ${written(x)}`, ...found].join(",  ");
    },
    evaluate: (x) => points([x]).map((column) => column[0]),
    range: () => view.y,
    steps: () => [],
  };
}
