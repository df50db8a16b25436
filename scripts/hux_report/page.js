"use strict";
// Draws the raster, rates and traces of the page with Dygraphs, which brings axes, zooming and panning; all move together.

const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer;
const floats = (text) => new Float32Array(bytes(text));
const charts = [];

/** Brings all other charts to the stretch of time that one shows. */
function follow(moved, initial) {
  if (initial || follow.busy) return;
  follow.busy = true;
  const dateWindow = moved.xAxisRange();
  for (const chart of charts)
    if (chart !== moved && "" + chart.xAxisRange() !== "" + dateWindow) chart.updateOptions({ dateWindow });
  follow.busy = false;
}

const common = {
  legend: "never",
  animatedZooms: false,
  drawCallback: follow,
  axisLabelFontSize: 12,
  gridLineColor: "#e8e8e8",
  labelsKMB: false,
  xlabel: "time (ms)",
  xLabelHeight: 14,
  xRangePad: 0,
};

/** The first place in sorted times that is not below t. */
function place(times, t) {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < t) low = middle + 1;
    else high = middle;
  }
  return low;
}

function drawRaster(element, data) {
  let base = 0;
  const populations = data.populations.map((p) => {
    const rows = new Uint16Array(bytes(p.rows));
    const population = { ...p, rows, times: floats(p.times), base };
    base += p.drawn;
    return population;
  });
  const height = Math.max(base, 1);
  const chart = new Dygraph(element, data.stretch.map((time) => [time, null]), {
    ...common,
    labels: ["ms", "neuron"],
    ylabel: "neurons drawn",
    valueRange: [-0.5, height - 0.5],
    axes: { y: { axisLabelFormatter: (row) => (Number.isInteger(row) ? row : "") } },
    underlayCallback: (canvas, area, g) => drawSpikes(canvas, area, g, populations),
  });
  charts.push(chart);
  element.shownSpikes = () => countShown(chart, populations);
}

/** Every spike in sight, as a mark as high as its row. */
function drawSpikes(canvas, area, g, populations) {
  const [left, right] = g.xAxisRange();
  const [bottom, top] = g.yAxisRange(0);
  const perMs = area.w / (right - left);
  const perRow = area.h / (top - bottom);
  const high = Math.max(1, Math.min(perRow * 0.8, 12));
  const wide = perMs > 3 ? 2 : 1;
  for (const p of populations) {
    canvas.fillStyle = p.colour;
    const end = place(p.times, right);
    for (let i = place(p.times, left); i < end; ++i) {
      const row = p.base + p.rows[i];
      if (row < bottom - 1 || row > top + 1) continue;
      canvas.fillRect(area.x + (p.times[i] - left) * perMs, area.y + (top - row) * perRow - high / 2, wide, high);
    }
  }
}

function countShown(g, populations) {
  const [left, right] = g.xAxisRange();
  return populations.reduce((n, p) => n + place(p.times, right) - place(p.times, left), 0);
}

function drawLines(element, data) {
  const columns = data.columns.map(floats);
  const rows = Array.from(columns[0], (_, i) => columns.map((column) => column[i]));
  charts.push(
    new Dygraph(element, rows, {
      ...common,
      labels: data.labels,
      ylabel: data.unit,
      colors: data.colours,
      legend: "follow",
      strokeWidth: 1.2,
    }),
  );
}

const data = JSON.parse(document.getElementById("data").textContent);
if (data.raster.populations.length) {
  drawRaster(document.getElementById("raster"), data.raster);
  drawLines(document.getElementById("rates"), data.rates);
}
data.traces.forEach((trace, i) => drawLines(document.getElementById("trace" + i), trace));
document.getElementById("whole").addEventListener("click", () => charts.forEach((chart) => chart.resetZoom()));
