// The list of layers: on and off, opacity, legend, and full resolution where a server gives it.
(function () {
  'use strict';

  var map;
  var shown = {}; // by id: {overlay, tiles, on, opacity, full, time}
  var served = []; // fields which the server draws at full resolution

  function box() {
    var b = hazone.report.bounds;
    return L.latLngBounds([b[1], b[0]], [b[3], b[2]]);
  }

  function patch(colour, number) {
    return hazone.element('span', {
      class: 'patch', style: 'background:' + colour + ';color:' + hazone.inkOn(colour),
      'aria-hidden': 'true'
    }, [number]);
  }

  function noDataLine() {
    return hazone.element('li', {}, [
      hazone.element('span', { class: 'patch no-data', 'aria-hidden': 'true' }, ['?']),
      hazone.word('no_data')
    ]);
  }

  // Worst first. Levels and classes carry their number, so that colours are not needed.
  function legend(classes, first) {
    var lines = classes.map(function (own, place) {
      var mark = first === null ? '' : String(place + first);
      return hazone.element('li', {}, [patch(own.colour, mark), hazone.local(own.name)]);
    });
    return hazone.element('ul', { class: 'legend' }, lines.reverse().concat([noDataLine()]));
  }

  function firstNumber(layer) {
    return layer.group === 'level' ? 0 : layer.group === 'class' && layer.classes.length === 5 ? 1
      : null;
  }

  function source(layer, state) {
    return layer.pictures[state.time || 0];
  }

  // Brings the map to what the list says.
  function update(layer) {
    var state = shown[layer.id];
    var pane = layer.group === 'relief' ? 'relief' : 'rasters';
    var wanted = state.on && state.full ? 'tiles' : state.on ? 'overlay' : null;
    if (wanted === 'overlay' && !state.overlay) {
      state.overlay = L.imageOverlay(source(layer, state), box(), {
        pane: pane, alt: hazone.local(layer.title), className: 'raster'
      });
    }
    if (wanted === 'tiles' && !state.tiles) {
      state.tiles = L.tileLayer('../tiles/' + layer.id + '/{z}/{x}/{y}.png', {
        pane: pane, bounds: box(), maxZoom: 20, className: 'raster'
      });
    }
    ['overlay', 'tiles'].forEach(function (kind) {
      if (state[kind]) {
        if (kind === wanted) {
          state[kind].addTo(map);
          state[kind].setOpacity(state.opacity);
        } else {
          state[kind].remove();
        }
      }
    });
  }

  function checkbox(id, text, on, change) {
    var input = hazone.element('input', { type: 'checkbox', id: id });
    input.checked = on;
    input.addEventListener('change', function () { change(input.checked); });
    return hazone.element('label', { class: 'switch' }, [input, ' ', text]);
  }

  function slider(id, title, value, change) {
    var input = hazone.element('input', {
      type: 'range', id: id, min: 0, max: 100, step: 5,
      'aria-label': hazone.word('opacity_of', { layer: title })
    });
    input.value = Math.round(100 * value);
    var said = hazone.element('output', { for: id }, [input.value + ' %']);
    input.addEventListener('input', function () {
      said.textContent = input.value + ' %';
      change(input.value / 100);
    });
    return hazone.element('span', { class: 'opacity' },
      [hazone.element('span', { 'aria-hidden': 'true' }, [hazone.word('opacity')]), input, said]);
  }

  function layerItem(layer) {
    var state = shown[layer.id];
    var title = hazone.local(layer.title);
    var details = hazone.element('div', { class: 'layer-details' }, []);
    details.hidden = !state.on;
    var item = hazone.element('li', { class: 'layer', 'data-layer': layer.id }, [
      checkbox('layer-' + layer.id, title, state.on, function (on) {
        state.on = on;
        details.hidden = !on;
        update(layer);
      }),
      details
    ]);
    details.append(slider('opacity-' + layer.id, title, state.opacity, function (opacity) {
      state.opacity = opacity;
      update(layer);
    }));
    if (served.indexOf(layer.id) >= 0) {
      details.append(checkbox('full-' + layer.id, hazone.word('full_resolution'), state.full,
        function (full) { state.full = full; update(layer); }));
    }
    if (layer.times) {
      details.append(hazone.timeSlider(layer, state, function () {
        if (state.overlay) {
          state.overlay.setUrl(source(layer, state));
        }
      }));
    }
    if (layer.classes) {
      details.append(legend(layer.classes, firstNumber(layer)));
    }
    return item;
  }

  function zonesItem() {
    var state = shown.zones;
    var title = hazone.word('zones_by_level');
    var change = function () { hazone.showZones(state.on, state.opacity); };
    var classes = hazone.report.levels;
    return hazone.element('li', { class: 'layer', 'data-layer': 'zones' }, [
      checkbox('layer-zones', title, state.on, function (on) { state.on = on; change(); }),
      hazone.element('div', { class: 'layer-details' }, [
        slider('opacity-zones', title, state.opacity, function (opacity) {
          state.opacity = opacity;
          change();
        }),
        legend(classes, 0)
      ])
    ]);
  }

  function group(key, items) {
    return items.length === 0 ? null : hazone.element('div', {}, [
      hazone.element('h4', {}, [hazone.word('group_' + key)]),
      hazone.element('ul', { class: 'layer-group' }, items)
    ]);
  }

  function draw() {
    var list = document.getElementById('layer-list');
    list.textContent = '';
    list.append(hazone.element('ul', { class: 'layer-group' }, [zonesItem()]));
    ['level', 'class', 'rain', 'field', 'time', 'relief'].forEach(function (key) {
      var items = hazone.report.layers
        .filter(function (layer) { return layer.group === key; }).map(layerItem);
      var own = group(key, items);
      if (own) {
        list.append(own);
      }
    });
  }

  // Served by `hazone view`: fields which are there as GeoTIFF can be seen cell by cell.
  function askServer() {
    if (location.protocol !== 'http:' && location.protocol !== 'https:') {
      return;
    }
    fetch('../view.json').then(function (answer) { return answer.ok ? answer.json() : null; })
      .then(function (view) {
        if (view) {
          served = view.fields;
          draw();
        }
      }).catch(function () { served = []; });
  }

  hazone.startLayers = function (ownMap) {
    map = ownMap;
    shown.zones = { on: true, opacity: 0.85 };
    hazone.report.layers.forEach(function (layer) {
      shown[layer.id] = {
        on: layer.group === 'relief', opacity: layer.group === 'relief' ? 0.7 : 0.85,
        full: false, time: 0
      };
      update(layer);
    });
    draw();
    hazone.onLanguage(draw);
    askServer();
  };
}());
