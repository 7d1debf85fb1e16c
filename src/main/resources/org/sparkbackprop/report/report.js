'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
// Okabe and Ito's colours, which colour-blind readers can tell apart
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8c6d1f', '#666666'];
const POINTS = ['circle', 'triangle', 'rect', 'rectRot', 'cross', 'star', 'crossRot', 'dash'];
const colour = k => COLOURS[k % COLOURS.length];
const byId = id => document.getElementById(id);

function element(name, text) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  return made;
}

function showFacts() {
  for (const [name, value] of Object.entries(data.facts)) {
    const fact = element('div');
    fact.append(element('dt', name), element('dd', value));
    byId('facts').append(fact);
  }
}

const column = name => {
  const at = data.columns.indexOf(name);
  return data.records.map(record => ({x: record[0], y: record[at]})).filter(point => point.y !== null);
};

function curve(label, points, hue, dashed) {
  return {label, data: points, borderColor: hue, backgroundColor: hue, borderWidth: 2, pointRadius: 0,
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
    pen.strokeStyle = pen.fillStyle = '#5d6b7a';
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
    curve('training', column('mean cost'), colour(0)),
    curve('validation', column('validation mean cost'), colour(1), true)
  ], {type: 'linear', title: {display: true, text: 'mean cost of a sample'}});
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
  lines('accuracy', [
    curve('accuracy', accuracy, colour(2)),
    curve('error rate', accuracy.map(point => ({x: point.x, y: 1 - point.y})), colour(1)),
    curve('validation accuracy', column('validation accuracy'), colour(5), true)
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
    return curve('layer ' + layer + (dashed ? ', dashed' : ''), points.filter(point => drawable(point.y)), colour(k), dashed);
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
    pen.fillStyle = colour(k);
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
        backgroundColor: colour(k), borderColor: colour(k), pointStyle: POINTS[k % POINTS.length], pointRadius: 2.5
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
  if (!data.scatter && data.classes.length > 5) {
    byId('confusion').parentElement.classList.add('whole');
  }
}

function answer() {
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

showFacts();
showConcerns();
drawCost();
drawAccuracy();
drawScatter();
showConfusion();
showHealth();
showNotes();
answer();
document.body.dataset.drawn = 'true';
