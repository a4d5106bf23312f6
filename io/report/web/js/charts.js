// Charts of levels and of rain, as pictures with a table beside them for who cannot see them.
(function () {
  'use strict';

  var space = 'http:' + '//www.w3.org/2000/svg'; // the name of SVG, nothing is fetched
  var width = 560;
  var height = 260;
  var frame = { left: 48, right: 12, top: 16, bottom: 44 };

  function svg(name, attributes, text) {
    var made = document.createElementNS(space, name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text !== undefined) {
      made.textContent = text;
    }
    return made;
  }

  function picture(label) {
    return svg('svg', { viewBox: '0 0 ' + width + ' ' + height, role: 'img', 'aria-label': label });
  }

  // A round step which parts `highest` in about four.
  function roundStep(highest) {
    var step = Math.pow(10, Math.floor(Math.log10(highest / 4 || 1)));
    return [1, 2, 5, 10].map(function (factor) { return factor * step; })
      .find(function (own) { return highest / own <= 5; });
  }

  function axis(chart, highest, scale) {
    var step = roundStep(highest);
    for (var value = 0; value <= highest; value += step) {
      var y = scale(value);
      chart.append(svg('line', {
        x1: frame.left, x2: width - frame.right, y1: y, y2: y, class: 'grid-line'
      }));
      chart.append(svg('text', { x: frame.left - 6, y: y + 4, 'text-anchor': 'end' },
        hazone.number(value, step < 1 ? 1 : 0)));
    }
  }

  function scaleTo(highest) {
    var inner = height - frame.top - frame.bottom;
    return function (value) { return height - frame.bottom - inner * value / (highest || 1); };
  }

  function dataTable(heads, rows) {
    return hazone.element('details', {}, [
      hazone.element('summary', {}, [hazone.word('as_table')]),
      hazone.element('table', { class: 'small-table' }, [
        hazone.element('thead', {}, [hazone.element('tr', {}, heads.map(function (head) {
          return hazone.element('th', { scope: 'col' }, [head]);
        }))]),
        hazone.element('tbody', {}, rows.map(function (row) {
          return hazone.element('tr', {}, row.map(function (cell, place) {
            return hazone.element(place === 0 ? 'th' : 'td', place === 0 ? { scope: 'row' } : {},
              [cell]);
          }));
        }))
      ])
    ]);
  }

  function fill(figure, title, chart, table) {
    figure.textContent = '';
    figure.append(hazone.element('figcaption', {}, [title]), chart, table);
  }

  // How many zones have each level, no data beside them.
  function drawLevels() {
    var counts = [0, 0, 0, 0, 0, 0, 0];
    hazone.report.zones.forEach(function (zone) { counts[zone.level === null ? 6 : zone.level] += 1; });
    var names = hazone.report.levels.map(function (level) { return hazone.local(level.name); })
      .concat([hazone.word('no_data')]);
    var title = hazone.word('level_chart');
    var chart = picture(title + ': ' + names.map(function (name, place) {
      return name + ' ' + counts[place];
    }).join(', '));
    var highest = Math.max.apply(null, counts);
    var scale = scaleTo(highest);
    var step = (width - frame.left - frame.right) / counts.length;
    axis(chart, highest, scale);
    counts.forEach(function (count, place) {
      var x = frame.left + place * step + step * 0.15;
      chart.append(svg('rect', {
        x: x, y: scale(count), width: step * 0.7, height: scale(0) - scale(count), class: 'bar',
        fill: place < 6 ? hazone.report.levels[place].colour : 'url(#no-data-hatch)'
      }));
      chart.append(svg('text', {
        x: x + step * 0.35, y: scale(count) - 4, 'text-anchor': 'middle', class: 'count'
      }, hazone.number(count, 0)));
      chart.append(svg('text', {
        x: x + step * 0.35, y: height - frame.bottom + 18, 'text-anchor': 'middle'
      }, place < 6 ? String(place) : '?'));
    });
    chart.append(svg('text', {
      x: (frame.left + width) / 2, y: height - 8, 'text-anchor': 'middle'
    }, hazone.word('level_axis')));
    fill(document.getElementById('level-chart'), title, chart, dataTable(
      [hazone.word('level'), hazone.word('zone_count')],
      names.map(function (name, place) { return [name, hazone.number(counts[place], 0)]; })));
  }

  function stepTime(rain, step) {
    return rain.start ? hazone.time(rain.start + step.begin)
      : hazone.word('after_hours', { hours: hazone.number(step.begin / 3600, 1) });
  }

  function rainRows(rain) {
    return rain.steps.map(function (step) {
      return [stepTime(rain, step), hazone.number(step.mean, 1), hazone.number(step.highest, 1)];
    });
  }

  // Rain step by step: bars are the mean, lines above them the highest; a gap is no data.
  function drawRain() {
    var figure = document.getElementById('rain-chart');
    var rain = hazone.report.rain;
    figure.hidden = !rain;
    if (!rain) {
      return;
    }
    var title = hazone.word(rain.of === 'gauges' ? 'rain_chart_gauges' : 'rain_chart_cells',
      { stations: rain.stations });
    var chart = picture(title);
    var last = rain.steps[rain.steps.length - 1];
    var end = last.begin + last.length;
    var highest = Math.max.apply(null, rain.steps.map(function (step) { return step.highest || 0; }));
    var scale = scaleTo(highest);
    var across = function (seconds) {
      return frame.left + (width - frame.left - frame.right) * seconds / end;
    };
    axis(chart, highest, scale);
    rain.steps.forEach(function (step) {
      var wide = across(step.length) - frame.left;
      if (step.mean === null) {
        chart.append(svg('rect', {
          x: across(step.begin), y: frame.top, width: wide, height: scale(0) - frame.top,
          fill: 'url(#no-data-hatch)', opacity: 0.6
        }));
        return;
      }
      chart.append(svg('rect', {
        x: across(step.begin) + wide * 0.1, y: scale(step.mean), width: wide * 0.8,
        height: scale(0) - scale(step.mean), class: 'rain-bar'
      }));
      chart.append(svg('line', {
        x1: across(step.begin) + wide * 0.1, x2: across(step.begin) + wide * 0.9,
        y1: scale(step.highest), y2: scale(step.highest), class: 'rain-highest'
      }));
    });
    chart.append(svg('text', { x: frame.left, y: height - 24 }, stepTime(rain, rain.steps[0])));
    chart.append(svg('text', { x: width - frame.right, y: height - 24, 'text-anchor': 'end' },
      rain.start ? hazone.time(rain.start + end)
        : hazone.word('after_hours', { hours: hazone.number(end / 3600, 1) })));
    chart.append(svg('text', {
      x: (frame.left + width) / 2, y: height - 6, 'text-anchor': 'middle'
    }, hazone.word('rain_axis')));
    fill(figure, title, chart, dataTable(
      [hazone.word('time'), hazone.word('mean'), hazone.word('highest')], rainRows(rain)));
  }

  function draw() {
    drawLevels();
    drawRain();
  }

  hazone.startCharts = function () {
    draw();
    hazone.onLanguage(draw);
  };
}());
