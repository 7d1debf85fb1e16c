'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
// Okabe and Ito's colours, which colour-blind readers can tell apart
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8c6d1f', '#666666'];
// the same hues, light enough for a dark ground
const LIGHT_COLOURS = ['#4aa3df', '#f0803c', '#2fbf95', '#dd9bc0', '#e8b04a', '#8fd0f5', '#c9a54a', '#a9b2ba'];
const FAINT = COLOURS.length - 1;
const POINTS = ['circle', 'triangle', 'rect', 'rectRot', 'cross', 'star', 'crossRot', 'dash'];
const darkScreen = matchMedia('(prefers-color-scheme: dark)');
let onPaper = false;
const isDark = () => darkScreen.matches && !onPaper;
const colour = k => (isDark() ? LIGHT_COLOURS : COLOURS)[k % COLOURS.length];
const inColour = k => () => colour(k);
const byId = id => document.getElementById(id);

// print has no dark ground, whatever the screen has
const faint = () => isDark() ? '#9fadba' : '#5d6b7a';
Chart.defaults.color = faint;
Chart.defaults.borderColor = () => isDark() ? '#36414c' : '#d9dfe6';

function paint() {
  Object.values(Chart.instances).forEach(chart => chart.update('none'));
}

function followTheme() {
  darkScreen.addEventListener('change', paint);
  addEventListener('beforeprint', () => { onPaper = true; openDetails(true); paint(); });
  addEventListener('afterprint', () => { onPaper = false; openDetails(false); paint(); });
}

function openDetails(open) {
  document.querySelectorAll('details').forEach(details => { details.open = open; });
}

function element(name, text) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  return made;
}

function fact(name, value) {
  const made = element('div');
  made.append(element('dt', name), element('dd', value));
  return made;
}

function showFacts() {
  byId('facts').append(...Object.entries(data.facts).map(([name, value]) => fact(name, value)));
  const choices = Object.entries(data.choices);
  if (choices.length > 0) {
    const details = element('details');
    const list = element('dl');
    list.append(...choices.map(([name, value]) => fact(name, value)));
    details.append(element('summary', `${choices.length} settings that the data decided`), list);
    byId('facts').append(details);
  }
}

const column = name => {
  const at = data.columns.indexOf(name);
  return data.records.map(record => ({x: record[0], y: record[at]})).filter(point => point.y !== null);
};

function curve(label, points, k, dashed) {
  return {label, data: points, borderColor: inColour(k), backgroundColor: inColour(k), borderWidth: 2, pointRadius: 0,
    pointHitRadius: 8, borderDash: dashed ? [6, 4] : []};
}

// where the weights that were kept stand among the others
const chosenEpoch = {
  id: 'chosenEpoch',
  afterDatasetsDraw(chart) {
    const {left, right, top, bottom} = chart.chartArea;
    const x = chart.scales.x.getPixelForValue(data.chosen);
    if (!(x >= left && x <= right)) return;
    const pen = chart.ctx;
    pen.save();
    pen.strokeStyle = pen.fillStyle = faint();
    pen.setLineDash([2, 3]);
    pen.beginPath();
    pen.moveTo(x, top);
    pen.lineTo(x, bottom);
    pen.stroke();
    pen.font = '12px system-ui, sans-serif';
    pen.textBaseline = 'top';
    pen.textAlign = x < (left + right) / 2 ? 'left' : 'right';
    pen.fillText(` kept: epoch ${data.chosen.toLocaleString('en')} `, x, top + 2);
    pen.restore();
  }
};

function lines(id, datasets, vertical) {
  return new Chart(byId(id), {
    type: 'line',
    data: {datasets: datasets.filter(set => set.data.length > 0)},
    options: {
      animation: false, maintainAspectRatio: false, parsing: false,
      interaction: {mode: 'nearest', axis: 'x', intersect: false},
      plugins: {legend: {labels: {usePointStyle: true, pointStyle: 'line', pointStyleWidth: 24}}},
      scales: {
        x: {type: 'linear', title: {display: true, text: 'epoch'}, min: 0, max: data.records.at(-1)[0] || 1},
        y: vertical
      }
    },
    plugins: data.chosen === null ? [] : [chosenEpoch]
  });
}

function drawCost() {
  const chart = lines('cost', [
    curve('training', column('mean cost'), 0),
    curve('validation', column('validation mean cost'), 1, true)
  ], {type: 'linear', title: {display: true, text: 'mean cost of a sample'}});
  if (data.start) byId('start').textContent = data.start;
  else byId('start').remove();
  byId('logarithmic').addEventListener('change', event => {
    const type = event.target.checked ? 'logarithmic' : 'linear';
    const x = chart.options.scales.x;
    x.type = type;
    x.min = event.target.checked ? 1 : 0;
    chart.options.scales.y.type = type;
    chart.update();
  });
}

function drawAccuracy() {
  const accuracy = column('accuracy');
  const held = column('validation accuracy');
  if (data.decision) byId('accuracies').querySelector('p').textContent = data.decision;
  else byId('accuracies').querySelector('p').remove();
  if (accuracy.length + held.length === 0) {
    byId('accuracies').remove();
    return;
  }
  lines('accuracy', [
    curve('training accuracy', accuracy, 2),
    curve('training error rate', accuracy.map(point => ({x: point.x, y: 1 - point.y})), 1),
    curve('validation accuracy', held, 5, true)
  ], {min: 0, max: 1, title: {display: true, text: 'share of samples'}});
}

function list(sentences) {
  const made = element('ul');
  made.append(...sentences.map(sentence => element('li', sentence)));
  return made;
}

// a logarithmic axis has no place for 0
function layerCurves(measure, drawable) {
  const records = data.health.records;
  return records[0].layers.map(({layer}, k) => {
    const points = records.map(record => ({x: record.epoch, y: record.layers[k][measure]}));
    const dashed = k >= COLOURS.length; // the colours come again
    return curve('layer ' + layer + (dashed ? ', dashed' : ''), points.filter(point => drawable(point.y)), k, dashed);
  });
}

function drawMeasure(measure, vertical, drawable) {
  const curves = layerCurves(measure, drawable);
  if (curves.some(curve => curve.data.length > 0)) {
    lines(measure, curves, vertical);
  } else {
    byId(measure).parentElement.parentElement.remove();
  }
}

function showHealth() {
  if (!data.health) {
    byId('health').remove();
    return;
  }
  for (const {epoch, sentences} of data.health.advice) {
    const well = sentences.length === 0 ? ' the gradient reaches every layer.' : '';
    byId('advice').append(element('p', `The layers at epoch ${epoch.toLocaleString('en')}:${well}`), list(sentences));
  }
  const share = {min: 0, max: 1, title: {display: true, text: 'share'}};
  drawMeasure('saturated', share, y => y !== undefined);
  drawMeasure('stuck', share, y => y !== undefined);
  const powers = {format: {notation: 'scientific', minimumFractionDigits: 0, maximumFractionDigits: 0}};
  drawMeasure('gradient', {type: 'logarithmic', ticks: powers, title: {display: true, text: 'root mean squares, ratio'}},
    y => y > 0);
}

function showConcerns() {
  if (data.concerns.length === 0) byId('concerns').remove();
  else byId('concerns').append(list(data.concerns));
}

function showNotes() {
  if (data.notes.length === 0) byId('noted').remove();
  else byId('noted').append(list(data.notes));
}

function regionImage(plane) {
  const image = element('canvas');
  image.width = image.height = plane.cells;
  const pen = image.getContext('2d');
  plane.regions.forEach((k, cell) => {
    pen.fillStyle = COLOURS[k % COLOURS.length];
    pen.fillRect(cell % plane.cells, plane.cells - 1 - Math.floor(cell / plane.cells), 1, 1);
  });
  return image;
}

function drawScatter() {
  const plane = data.scatter;
  if (!plane) {
    byId('plane').remove();
    return;
  }
  const image = regionImage(plane);
  const [left, right, below, above] = plane.bounds;
  const regions = {
    id: 'regions',
    beforeDatasetsDraw(chart) {
      const {x, y} = chart.scales;
      const pen = chart.ctx;
      pen.save();
      pen.globalAlpha = 0.22;
      pen.imageSmoothingEnabled = false;
      pen.drawImage(image, x.getPixelForValue(left), y.getPixelForValue(above),
        x.getPixelForValue(right) - x.getPixelForValue(left),
        y.getPixelForValue(below) - y.getPixelForValue(above));
      pen.restore();
    }
  };
  new Chart(byId('scatter'), {
    type: 'scatter',
    data: {
      datasets: data.classes.map((name, k) => ({
        label: 'class ' + name,
        data: plane.points.filter(point => point[2] === k).map(point => ({x: point[0], y: point[1]})),
        backgroundColor: inColour(k), borderColor: inColour(k), pointStyle: POINTS[k % POINTS.length], pointRadius: 2.5
      }))
    },
    options: {
      animation: false, maintainAspectRatio: false,
      scales: {
        x: {min: left, max: right, title: {display: true, text: plane.names[0]}, ticks: {includeBounds: false}},
        y: {min: below, max: above, title: {display: true, text: plane.names[1]}, ticks: {includeBounds: false}}
      }
    },
    plugins: [regions]
  });
}

function showConfusion() {
  if (data.confusion.length === 0) {
    byId('confused').remove();
    return;
  }
  const table = element('table');
  const head = element('tr');
  head.append(element('th', ''), ...data.classes.map(name => element('th', name)), element('th', 'recall'));
  table.append(head);
  data.confusion.forEach((counts, k) => {
    const sum = counts.reduce((a, b) => a + b, 0);
    const row = element('tr');
    row.append(element('th', data.classes[k]));
    counts.forEach((count, chosen) => {
      const cell = element('td', count.toLocaleString('en'));
      const share = sum > 0 ? count / sum : 0;
      const hue = chosen === k ? '0, 158, 115' : '213, 94, 0';
      cell.style.background = `rgba(${hue}, ${count > 0 ? 0.08 + 0.5 * share : 0})`;
      row.append(cell);
    });
    row.append(element('td', sum > 0 ? (counts[k] / sum).toFixed(4) : '–'));
    table.append(row);
  });
  byId('confusion').append(table);
  if (data.classes.length > 5) byId('confused').classList.add('whole');
}

const isNumber = text => /^[-+–]?[\d.,]*( %|e[-+]\d+)?$/.test(text);

function tableOf({rows}) {
  const made = element('table');
  rows.forEach((cells, i) => {
    const row = element('tr');
    cells.forEach((text, j) => {
      const cell = element(i === 0 || j === 0 ? 'th' : 'td', text);
      if (rows.slice(1).some(other => !isNumber(other[j]))) cell.style.textAlign = 'left';
      row.append(cell);
    });
    made.append(row);
  });
  const scroll = element('div');
  scroll.className = 'scroll';
  scroll.append(made);
  return scroll;
}

// a comparison is faint, everything else has a colour of its own
function styled({label, style, points}, k) {
  const made = {...curve(label, points.map(([x, y]) => ({x, y})), k), order: 1, clip: 6};
  switch (style) {
    case 'dashed': return {...made, borderColor: inColour(FAINT), backgroundColor: inColour(FAINT), borderDash: [4, 4],
      borderWidth: 1.5, pointHitRadius: 0, order: 0};
    case 'steps': return {...made, stepped: true, fill: 'origin',
      backgroundColor: () => colour(k) + '40', borderWidth: 1.5};
    case 'points': return {...made, showLine: false, pointRadius: 2, pointHitRadius: 2, backgroundColor: () => colour(k) + '80',
      pointBorderWidth: 0};
    case 'marked_line': return {...made, pointRadius: 4};
    case 'mark': return {...made, showLine: false, pointRadius: 6, pointStyle: 'rectRot', backgroundColor: inColour(1),
      borderColor: inColour(1), order: -1};
    default: return made;
  }
}

const axis = ({title, shares, zero}) => ({
  type: 'linear', title: {display: true, text: title}, ticks: {includeBounds: shares, maxRotation: 0},
  ...(shares ? {min: 0, max: 1} : {}), ...(zero ? {beginAtZero: true} : {})
});

const LEGENDS = {points: 'circle', mark: 'rectRot', steps: 'rect'};

function drawChart(canvas, {x, y, series}) {
  const datasets = series.map(styled);
  const lone = series.some(({style}) => style === 'points' || style === 'mark');
  const labels = {usePointStyle: true, ...(lone ? {boxHeight: 7} : {pointStyleWidth: 18}),
    sort: (one, other) => one.datasetIndex - other.datasetIndex,
    generateLabels: chart => Chart.defaults.plugins.legend.labels.generateLabels(chart).map(item => ({
      ...item, pointStyle: LEGENDS[series[item.datasetIndex].style] || 'line'}))};
  new Chart(canvas, {
    type: 'line',
    data: {datasets},
    options: {
      animation: false, maintainAspectRatio: false, parsing: false,
      interaction: {mode: 'nearest', intersect: series.some(set => set.style === 'points')},
      plugins: {legend: {labels}, tooltip: {callbacks: {title: () => ''}}},
      scales: {x: axis(x), y: axis(y)}
    }
  });
}

function chartOf(chart) {
  const made = element('div');
  const frame = element('div');
  const canvas = element('canvas');
  frame.className = 'chart';
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', chart.title);
  frame.append(canvas);
  made.append(element('h3', chart.title), frame);
  return [made, () => drawChart(canvas, chart)];
}

function panelOf(panel) {
  const made = element('section');
  made.append(element('h2', panel.title), ...panel.sentences.map(sentence => element('p', sentence)),
    ...panel.tables.map(tableOf));
  const charts = panel.charts.map(chartOf);
  if (charts.length > 0) {
    const row = element('div');
    row.className = 'row';
    row.append(...charts.map(([chart]) => chart));
    made.append(row);
  }
  const wide = panel.tables.some(({rows}) => rows[0].length > 5);
  if (wide || charts.length > 1) made.classList.add('whole');
  return [made, charts.map(([, draw]) => draw)];
}

// a chart takes its size from its place in the page
function showPanels() {
  byId('judged').querySelector('p').textContent = data.judged;
  const panels = data.panels.map(panelOf);
  const figures = panels.filter(([, draws]) => draws.length === 0);
  const charts = panels.filter(([, draws]) => draws.length > 0);
  byId('judged').after(...figures.map(([panel]) => panel));
  byId('important').after(...charts.map(([panel]) => panel));
  charts.forEach(([, draws]) => draws.forEach(draw => draw()));
}

// how far apart the shuffles of a column are
const whiskers = {
  id: 'whiskers',
  afterDatasetsDraw(chart) {
    const {ctx: pen, scales: {x}} = chart;
    pen.save();
    pen.strokeStyle = faint();
    chart.getDatasetMeta(0).data.forEach((bar, k) => {
      const {mean_cost_rise: rise, spread} = data.importance.most[k];
      if (rise === null) return;
      pen.beginPath();
      pen.moveTo(x.getPixelForValue(rise - spread), bar.y);
      pen.lineTo(x.getPixelForValue(rise + spread), bar.y);
      pen.stroke();
    });
    pen.restore();
  }
};

const shortened = name => name.length <= 24 ? name : name.slice(0, 23) + '…';

function showImportance() {
  const {reason, rows, columns, most} = data.importance;
  const sentence = byId('important').querySelector('p');
  if (reason) {
    sentence.textContent = `Not measured: ${reason}.`;
    byId('importance').parentElement.remove();
    return;
  }
  const which = columns > most.length ? ` The ${most.length} columns of ${columns} that matter most.` : '';
  sentence.textContent = `By how much the mean cost rises if a column is shuffled among ${rows.toLocaleString('en')} rows of the `
    + `${data.part}; the thin line is the spread of three shuffles.${which} Columns that tell the same share their importance.`;
  byId('importance').parentElement.style.height = `${5 + 1.4 * most.length}rem`;
  new Chart(byId('importance'), {
    type: 'bar',
    data: {
      labels: most.map(one => shortened(one.column)),
      datasets: [{label: 'rise of the mean cost', data: most.map(one => one.mean_cost_rise), backgroundColor: inColour(0)}]
    },
    options: {
      indexAxis: 'y', animation: false, maintainAspectRatio: false,
      plugins: {legend: {display: false}},
      scales: {x: {title: {display: true, text: 'rise of the mean cost'}}, y: {ticks: {autoSkip: false}, grid: {display: false}}}
    },
    plugins: [whiskers]
  });
}

function answer() {
  if (!data.question) {
    byId('question').remove();
    return;
  }
  const {steps, fell, rose, epochs} = data.question;
  const number = n => n.toLocaleString('en');
  let text = `The cost fell in ${number(fell)} of the ${number(steps)} steps between recorded epochs. `;
  if (fell === 0) {
    text += 'There is no such step to judge by.';
  } else if (rose === 0) {
    text += 'Yes: in none of them did the error rate rise.';
  } else {
    text += `No: in ${number(rose)} of them the error rate rose nevertheless, at epoch ${epochs.map(number).join('; ')}`
      + (rose > epochs.length ? `, and ${number(rose - epochs.length)} more` : '') + '.';
  }
  byId('answer').textContent = text;
}

followTheme();
showFacts();
showConcerns();
showConfusion();
showPanels();
showImportance();
drawCost();
drawAccuracy();
drawScatter();
showHealth();
showNotes();
answer();
document.body.dataset.drawn = 'true';
