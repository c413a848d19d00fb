// Draws the panels. What they ask, the server asks.
"use strict";

const board = document.querySelector(".board");
const patience = 20_000; // ms
const colors = ["#79c0ff", "#f0883e", "#56d364", "#d2a8ff", "#ff7b72", "#e3b341", "#39c5cf", "#f778ba", "#a5d6ff", "#9da7b3"];
const marks = {green: "#56d364", orange: "#f0883e", red: "#ff7b72", blue: "#388bfd", purple: "#a371f7"};
const edge = "#30363d", faint = "#9da7b3";
const height = 160; // px of a chart
const tipLines = 12;
const inView = new Set();
const hidden = new Map(); // of each panel the names of the series that are switched off
let events = [];

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

async function ask(path) {
  const answer = await fetch(`${board.dataset.board}/${path}?${board.dataset.choice}`, {headers: {Accept: "application/json"}, signal: AbortSignal.timeout(patience)});
  if (answer.redirected) {
    location.reload(); // to the login
  }
  const body = await answer.json();
  if (!answer.ok) {
    throw new Error(body.detail);
  }
  return body;
}

/** A series has the color that its dashboard gives it, which means the same everywhere, or else the next. */
const color = (line, index) => line.color ? marks[line.color] ?? line.color : colors[index % colors.length];

/** A number by the largest step of its unit that it reaches. */
function read(value, unit) {
  if (value === null || value === undefined) return "–";
  const size = Math.abs(value);
  const step = size === 0 ? unit.steps.find(each => each.by === 1) ?? unit.steps[0] : unit.steps.findLast(each => size >= each.from);
  const scaled = value / step.by;
  return Number(Math.abs(scaled) >= 1000 ? scaled.toFixed(0) : scaled.toPrecision(3)) + step.suffix;
}

const clock = seconds => new Date(seconds * 1000).toISOString().slice(11, 16);

function stats(data) {
  const list = element("dl", "stats");
  for (const stat of data.stats) {
    const one = element("div", "stat " + stat.look);
    one.append(element("dt", "", stat.name), element("dd", "", stat.text));
    list.append(one);
  }
  return [list];
}

function table(data) {
  const scroll = element("div", "scroll");
  scroll.tabIndex = 0;
  const whole = element("table"), head = element("thead"), body = element("tbody"), columns = element("tr");
  for (const column of data.columns) {
    const cell = element("th", "", column);
    cell.scope = "col";
    columns.append(cell);
  }
  head.append(columns);
  for (const row of data.rows) {
    const line = element("tr");
    line.append(...row.map(cell => element("td", "", cell)));
    body.append(line);
  }
  whole.append(head, body);
  scroll.append(whole);
  return [scroll];
}

/** What each series is called and is at; a button takes it out and in again. */
function legend(data, off, redraw) {
  const list = element("ul", "legend");
  data.lines.forEach((line, index) => {
    const item = element("li"), swatch = element("span", "swatch"), button = element("button", "", `${line.name} ${line.last}`);
    swatch.style.background = color(line, index);
    button.type = "button";
    button.setAttribute("aria-pressed", String(!off.has(line.name)));
    button.addEventListener("click", () => {
      off.has(line.name) ? off.delete(line.name) : off.add(line.name);
      button.setAttribute("aria-pressed", String(!off.has(line.name)));
      redraw();
    });
    item.append(swatch, button);
    if (line.link) {
      const link = element("a", "", "→");
      link.href = line.link;
      link.setAttribute("aria-label", "to " + line.name);
      item.append(link);
    }
    list.append(item);
  });
  return list;
}

/** Lines upon each other; those below are drawn last, over those above. */
function stacked(lines) {
  const sums = new Array(lines[0]?.values.length ?? 0).fill(0);
  return lines.map(line => line.values.map((value, at) => value === null ? null : sums[at] += value));
}

/** Where something happened, and where a threshold is. */
function drawMarks(plot, style) {
  const {ctx, bbox} = plot;
  const line = (x1, y1, x2, y2, color) => {
    ctx.save();
    ctx.strokeStyle = color;
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2, y2);
    ctx.stroke();
    ctx.restore();
  };
  for (const event of events) {
    const x = plot.valToPos(event.time, "x", true);
    if (x >= bbox.left && x <= bbox.left + bbox.width) line(x, bbox.top, x, bbox.top + bbox.height, marks[event.look] ?? faint);
  }
  for (const mark of style.marks) {
    const y = plot.valToPos(mark.from, "y", true);
    if (y >= bbox.top && y <= bbox.top + bbox.height) line(bbox.left, y, bbox.left + bbox.width, y, marks[mark.color] ?? faint);
  }
}

/** An exemplar is a link to its trace. The keyboard finds them among the panel's values. */
function addDots(plot, dots) {
  plot.over.querySelectorAll(".dot").forEach(dot => dot.remove());
  for (const dot of dots) {
    const x = plot.valToPos(dot.time, "x"), y = plot.valToPos(dot.value, "y");
    if (x < 0 || x > plot.over.clientWidth) continue;
    const link = element(dot.link ? "a" : "span", "dot");
    if (dot.link) {
      link.href = dot.link;
      link.target = "_blank";
      link.rel = "noreferrer";
    }
    link.tabIndex = -1;
    link.setAttribute("aria-hidden", "true");
    link.title = `${dot.text} at ${dot.at}, trace ${dot.trace}`;
    link.style.left = x + "px";
    link.style.top = Math.max(0, Math.min(plot.over.clientHeight, y)) + "px";
    plot.over.append(link);
  }
}

function tip(plot, box, data, off) {
  const at = plot.cursor.idx;
  box.hidden = at === null || at === undefined || plot.cursor.left < 0;
  if (box.hidden) return;
  const lines = data.lines.filter(line => !off.has(line.name) && line.values[at] !== null).sort((one, other) => other.values[at] - one.values[at]);
  const near = events.filter(event => Math.abs(plot.valToPos(event.time, "x") - plot.cursor.left) < 6).map(event => event.text);
  const more = lines.length > tipLines ? [`and ${lines.length - tipLines} more`] : [];
  box.textContent = [clock(data.times[at]) + " UTC", ...near, ...lines.slice(0, tipLines).map(line => `${read(line.values[at], data.style.unit)}  ${line.name}`), ...more].join("\n");
  box.className = "tip " + (plot.cursor.left > plot.over.clientWidth / 2 ? "left" : "right");
}

/** The heights that all of it fits between: from zero where the dashboard says so, and with what is to be seen of the dots. */
function bounds(data) {
  return (plot, lowest, highest) => {
    const low = data.style.min ?? lowest ?? 0;
    const high = Math.max(highest ?? 0, ...data.dots.map(dot => dot.value));
    return [Math.min(low, lowest ?? low), data.style.max !== null && high <= data.style.max ? data.style.max : high > low ? high + (high - low) * 0.05 : low + 1];
  };
}

/** px of the axis, by its longest text. */
const wide = (_, texts) => texts ? 12 + 6.5 * Math.max(...texts.map(text => text.length)) : 40;

function chart(panel, data) {
  const off = hidden.get(panel) ?? hidden.set(panel, new Set()).get(panel);
  const place = element("div"), box = element("div", "tip");
  box.hidden = true;
  const unit = data.style.unit;
  const draw = () => {
    place.replaceChildren();
    const values = data.style.stacked ? stacked(data.lines.map(line => off.has(line.name) ? {values: line.values.map(() => null)} : line)) : data.lines.map(line => line.values);
    const series = data.lines.map((line, index) => {
      const stroke = color(line, index);
      return {
        show: !off.has(line.name),
        stroke,
        dash: line.dashed ? [8, 6] : undefined,
        width: 1.5,
        points: {show: line.values.filter(value => value !== null).length < 2},
        ...(data.style.bars ? {fill: stroke, paths: uPlot.paths.bars({size: [1, 20], align: 0})} : {}),
      };
    });
    if (data.style.stacked) {
      values.reverse();
      series.reverse();
    }
    new uPlot({
      width: panel.querySelector(".drawing").clientWidth,
      height,
      legend: {show: false},
      cursor: {y: false, points: {size: 6}, drag: {x: false}},
      scales: {x: {range: [data.times[0], data.times.at(-1)]}, y: {range: bounds(data)}},
      axes: [
        {stroke: faint, grid: {stroke: edge, width: 1}, ticks: {show: false}, values: (_, splits) => splits.map(clock), size: 28, font: "11px system-ui"},
        {stroke: faint, grid: {stroke: edge, width: 1}, ticks: {show: false}, values: (_, splits) => splits.map(split => read(split, unit)), size: wide, gap: 4, font: "11px system-ui"},
      ],
      series: [{}, ...series],
      hooks: {draw: [made => drawMarks(made, data.style), made => addDots(made, data.dots)], setCursor: [made => tip(made, box, data, off)]},
    }, [data.times, ...values], place);
  };
  return {parts: [place, box, legend(data, off, draw)], draw};
}

function show(panel, data) {
  const drawing = panel.querySelector(".drawing");
  if (data.lines.length + data.stats.length + data.rows.length + data.dots.length === 0) {
    drawing.replaceChildren(element("p", "note", panel.dataset.none || (panel.dataset.type === "table" ? "None." : "No data.")));
    return;
  }
  const note = data.note ? [element("p", "note", data.note)] : [];
  if (panel.dataset.type === "timeseries") {
    const {parts, draw} = chart(panel, data);
    const scrolled = drawing.querySelector(".legend")?.scrollTop ?? 0;
    drawing.replaceChildren(...parts, ...note);
    draw();
    drawing.querySelector(".legend").scrollTop = scrolled;
  } else {
    drawing.replaceChildren(...(panel.dataset.type === "stat" ? stats(data) : table(data)), ...note);
  }
}

async function refresh(panel) {
  const drawing = panel.querySelector(".drawing");
  // A button of the legend that has the focus is not taken away under it.
  if (drawing.contains(document.activeElement) && drawing.querySelector(".legend")) return;
  drawing.setAttribute("aria-busy", "true");
  try {
    const data = await ask(panel.dataset.panel + "/data");
    panel.data = data;
    show(panel, data);
  } catch (e) {
    drawing.replaceChildren(element("p", "note error", e.message));
  } finally {
    drawing.removeAttribute("aria-busy");
  }
}

function redraw() {
  for (const panel of inView) {
    if (panel.data) show(panel, panel.data);
  }
}

async function refreshAll() {
  events = await ask("events").catch(() => events);
  await Promise.all([...inView].map(refresh));
}

const watcher = new IntersectionObserver(entries => {
  for (const entry of entries) {
    if (entry.isIntersecting) {
      inView.add(entry.target);
      if (!entry.target.data) refresh(entry.target);
    } else {
      inView.delete(entry.target);
    }
  }
}, {rootMargin: "300px"});

const form = board.querySelector(".choices");
for (const panel of board.querySelectorAll("[data-panel]")) {
  watcher.observe(panel);
}
ask("events").then(found => {
  events = found;
  redraw();
}, () => {}); // the panels say what Prometheus says
const pause = Number(form.elements.refresh.value);
if (pause > 0) {
  setInterval(() => document.hidden || refreshAll(), pause * 1000);
}
let width = innerWidth;
addEventListener("resize", () => {
  if (innerWidth !== width) {
    width = innerWidth;
    redraw();
  }
});
