// The table of the zones: sorted by any column, filtered by name and level.
(function () {
  'use strict';

  var order = { key: 'level', down: true };
  var backTo = null; // label of the row from which the explanation was opened

  // What a column is sorted by; what is not known comes last either way.
  var columns = [
    { key: 'zone', value: function (zone) { return zone.name; } },
    { key: 'level', value: function (zone) { return zone.level; }, number: true },
    { key: 'hazard', value: function (zone) { return hazone.word('hazard_' + zone.hazard); } },
    { key: 'area', value: function (zone) { return zone.area; }, number: true },
    {
      key: 'high_share', number: true, value: function (zone) {
        return zone.area > zone.missing_area ? zone.shares[3] + zone.shares[4] : null;
      }
    },
    {
      key: 'people', number: true,
      value: function (zone) { return zone.people ? zone.people.exposed : null; }
    },
    { key: 'missing', value: function (zone) { return zone.missing_area / zone.area; }, number: true }
  ];

  function shownColumns() {
    var people = hazone.report.zones.some(function (zone) { return zone.people; });
    return columns.filter(function (column) { return column.key !== 'people' || people; });
  }

  function compare(a, b) {
    var column = columns.find(function (own) { return own.key === order.key; });
    var first = column.value(a);
    var second = column.value(b);
    var sign = order.down ? -1 : 1;
    if (first === null || second === null) {
      return (first === null) - (second === null);
    }
    var result = column.number ? first - second
      : String(first).localeCompare(String(second), 'vi');
    return result !== 0 ? sign * result : a.name.localeCompare(b.name, 'vi');
  }

  // Letters without their marks, so that "nam luc" finds "Nậm Lúc".
  function plain(text) {
    return text.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/g, 'd');
  }

  function wanted(zone) {
    var name = plain(document.getElementById('filter-name').value.trim());
    var level = document.getElementById('filter-level').value;
    var fits = level === '' || (level === 'none' ? zone.level === null
      : zone.level !== null && zone.level >= Number(level));
    return fits && (plain(zone.name).indexOf(name) >= 0 || zone.code.indexOf(name) >= 0);
  }

  function cellText(zone, key) {
    switch (key) {
      case 'level':
        return hazone.levelBadge(zone.level, zone.lower_bound);
      case 'hazard':
        return zone.level > 0 ? hazone.word('hazard_' + zone.hazard) : '–';
      case 'area':
        return hazone.number(zone.area / 1e6, 1);
      case 'high_share':
        return zone.area > zone.missing_area ? hazone.percent(zone.shares[3] + zone.shares[4]) : '–';
      case 'people':
        return zone.people ? hazone.number(zone.people.exposed, 0) : '–';
      default:
        return hazone.percent(zone.missing_area / zone.area);
    }
  }

  function open(zone) {
    backTo = zone.label;
    hazone.explainZone(zone);
    document.getElementById('back-to-table').hidden = false;
    document.getElementById('explanation-heading').focus();
  }

  function row(zone) {
    var made = hazone.element('tr', { tabindex: 0, 'data-label': zone.label }, []);
    shownColumns().forEach(function (column) {
      made.append(column.key === 'zone'
        ? hazone.element('th', { scope: 'row' }, [zone.name])
        : hazone.element('td', column.number ? { class: 'number' } : {},
          [cellText(zone, column.key)]));
    });
    made.addEventListener('click', function () { open(zone); });
    made.addEventListener('keydown', function (event) {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        open(zone);
      }
    });
    return made;
  }

  function drawHead() {
    var head = document.querySelector('#zone-table thead');
    head.textContent = '';
    head.append(hazone.element('tr', {}, shownColumns().map(function (column) {
      var sorted = order.key === column.key;
      var arrow = sorted ? order.down ? ' ▼' : ' ▲' : '';
      var button = hazone.element('button', { type: 'button', 'data-sort': column.key }, [
        hazone.word(column.key === 'area' ? 'area_km2' : column.key),
        hazone.element('span', { 'aria-hidden': 'true' }, [arrow])
      ]);
      button.addEventListener('click', function () {
        order = { key: column.key, down: sorted ? !order.down : !!column.number };
        draw();
        document.querySelector('[data-sort="' + column.key + '"]').focus();
      });
      return hazone.element('th', {
        scope: 'col', 'aria-sort': sorted ? order.down ? 'descending' : 'ascending' : 'none'
      }, [button]);
    })));
  }

  function drawRows() {
    var body = document.querySelector('#zone-table tbody');
    var zones = hazone.report.zones.filter(wanted).sort(compare);
    body.textContent = '';
    body.append.apply(body, zones.map(row));
    document.getElementById('row-count').textContent = hazone.word('row_count', {
      shown: hazone.number(zones.length, 0), all: hazone.number(hazone.report.zones.length, 0)
    });
  }

  function draw() {
    drawHead();
    drawRows();
  }

  function drawFilter() {
    var select = document.getElementById('filter-level');
    var chosen = select.value;
    select.textContent = '';
    select.append(hazone.element('option', { value: '' }, [hazone.word('every_level')]));
    for (var level = 5; level >= 1; --level) {
      select.append(hazone.element('option', { value: level },
        [hazone.word('level_and_above', { level: level })]));
    }
    select.append(hazone.element('option', { value: 'none' }, [hazone.word('no_data')]));
    select.value = chosen;
  }

  hazone.startTable = function () {
    drawFilter();
    draw();
    document.getElementById('filter-name').addEventListener('input', drawRows);
    document.getElementById('filter-level').addEventListener('change', drawRows);
    document.getElementById('back-to-table').addEventListener('click', function () {
      var own = document.querySelector('#zone-table tr[data-label="' + backTo + '"]');
      (own || document.getElementById('filter-name')).focus();
    });
    hazone.onLanguage(function () {
      drawFilter();
      draw();
    });
  };
}());
