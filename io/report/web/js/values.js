// Values of the cells, for a click on the map. Each field lies in a file of its own, packed, and is
// loaded with the first click: a page opened from a file may load scripts, but not read other files.
(function () {
  'use strict';

  var loads = {};

  function script(path) {
    return new Promise(function (resolve, reject) {
      var tag = document.createElement('script');
      tag.src = path;
      tag.onload = resolve;
      tag.onerror = function () { reject(new Error(path)); };
      document.head.append(tag);
    });
  }

  async function unpacked(text) {
    var bytes = Uint8Array.from(atob(text), function (letter) { return letter.charCodeAt(0); });
    var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  // The grid of a field: {rows, cols, bytes, cells}.
  function load(id) {
    if (!loads[id]) {
      loads[id] = script('data/values_' + id + '.js').then(async function () {
        var grid = hazone.values[id];
        grid.cells = await unpacked(grid.data);
        grid.data = null;
        return grid;
      });
    }
    return loads[id];
  }

  // The code of the cell at a place; 0 where there is no data, undefined outside.
  function codeAt(grid, place) {
    var point = L.CRS.EPSG3857.project(place);
    var box = hazone.report.map_bounds;
    var col = Math.floor((point.x - box[0]) / (box[2] - box[0]) * grid.cols);
    var row = Math.floor((box[3] - point.y) / (box[3] - box[1]) * grid.rows);
    if (col < 0 || row < 0 || col >= grid.cols || row >= grid.rows) {
      return undefined;
    }
    var cell = row * grid.cols + col;
    return grid.bytes === 1 ? grid.cells[cell] : grid.cells[2 * cell] + 256 * grid.cells[2 * cell + 1];
  }

  // The value of a layer in words, or null where there is no data.
  function textOf(layer, code) {
    if (!code) {
      return null;
    }
    if (layer.values.kind === 'class') {
      return hazone.local(layer.classes[code - 1].name);
    }
    var unit = layer.values.unit ? ' ' + layer.values.unit : '';
    return code === 65535 ? hazone.word('never')
      : hazone.measured(layer.values.low + (code - 1) * layer.values.step) + unit;
  }

  // Everything that is known of the cell at a place: [{layer, code, text, colour}] and its decision,
  // which is undefined outside the grid and null without data.
  hazone.cellAt = async function (place) {
    var values = [];
    var decision;
    for (var layer of hazone.report.layers) {
      if (layer.values) {
        var code = codeAt(await load(layer.id), place);
        values.push({ layer: layer, code: code, text: textOf(layer, code) });
      }
    }
    if (hazone.report.decisions) {
      var rank = codeAt(await load('decision'), place);
      decision = rank === undefined ? undefined : rank === 0 ? null : hazone.report.decisions[rank - 1];
    }
    return { values: values, decision: decision };
  };
}());
