// The map: zones by level, their numbers and names, and what is selected.
(function () {
  'use strict';

  var map, fills, outlines, labels, box, marker;
  var zoneByLabel = {};
  var layerByLabel = {};
  var opacity = 0.85;
  var selected = null;
  var kLetter = 7; // dots of the screen which a letter of a name takes
  var kMostLabels = 400;

  function bounds() {
    var b = hazone.report.bounds;
    return L.latLngBounds([b[1], b[0]], [b[3], b[2]]);
  }

  // Levels by colour; no data hatched, so that it is never read as safe.
  function fillStyle(feature) {
    var zone = zoneByLabel[feature.properties.label];
    var known = zone && zone.level !== null;
    return {
      stroke: false, fillOpacity: opacity,
      fillColor: known ? hazone.report.levels[zone.level].colour : 'url(#no-data-hatch)'
    };
  }

  function outlineStyle(feature) {
    var chosen = feature.properties.label === selected;
    return {
      fill: false, color: chosen ? '#000000' : '#444444', weight: chosen ? 4 : 1
    };
  }

  function levelMark(zone) {
    return zone.level === null ? '?' : zone.level + (zone.lower_bound ? '+' : '');
  }

  // Whether the name of a zone fits between its sides.
  function hasRoom(zone) {
    var bounds = layerByLabel[zone.label].getBounds();
    var west = map.latLngToContainerPoint(bounds.getSouthWest()).x;
    var east = map.latLngToContainerPoint(bounds.getSouthEast()).x;
    return east - west >= kLetter * zone.name.length;
  }

  // Numbers on all zones, names when there is room.
  function drawLabels() {
    labels.clearLayers();
    var view = map.getBounds();
    var shown = hazone.outlines.features.filter(function (feature) {
      var middle = feature.properties.middle;
      return middle && view.contains([middle[1], middle[0]]);
    });
    if (shown.length > kMostLabels) {
      return;
    }
    shown.forEach(function (feature) {
      var zone = zoneByLabel[feature.properties.label];
      if (!zone) {
        return;
      }
      var middle = feature.properties.middle;
      var mark = hazone.element('span', { class: 'zone-number' }, [levelMark(zone)]);
      var name = hasRoom(zone) ? hazone.element('span', { class: 'zone-name' }, [zone.name]) : null;
      var icon = L.divIcon({
        className: 'zone-label', iconSize: [0, 0],
        html: hazone.element('span', {}, [mark, name])
      });
      L.marker([middle[1], middle[0]], { icon: icon, interactive: false, keyboard: false })
        .addTo(labels);
    });
    labels.eachLayer(function (label) {
      label.getElement().setAttribute('aria-hidden', 'true');
      label.getElement().removeAttribute('tabindex');
    });
  }

  function addPanes() {
    [['zones', 350], ['rasters', 380], ['relief', 390], ['outlines', 420], ['place', 640]]
      .forEach(function (pane) {
        map.createPane(pane[0]).style.zIndex = pane[1];
      });
    map.getPane('relief').classList.add('relief-pane');
    ['rasters', 'relief', 'outlines', 'place'].forEach(function (pane) {
      map.getPane(pane).style.pointerEvents = 'none';
    });
  }

  hazone.startMap = function () {
    box = bounds();
    hazone.report.zones.forEach(function (zone) { zoneByLabel[zone.label] = zone; });
    map = L.map('map', { attributionControl: false, zoomSnap: 0.25, zoomDelta: 0.5, minZoom: 3 });
    map.fitBounds(box);
    map.setMaxBounds(box.pad(1));
    addPanes();
    fills = L.geoJSON(hazone.outlines, {
      style: fillStyle, pane: 'zones', renderer: L.svg({ pane: 'zones' }),
      onEachFeature: function (feature, layer) { layerByLabel[feature.properties.label] = layer; }
    }).addTo(map);
    outlines = L.geoJSON(hazone.outlines, {
      style: outlineStyle, pane: 'outlines', interactive: false,
      renderer: L.svg({ pane: 'outlines' })
    }).addTo(map);
    labels = L.layerGroup().addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    map.on('moveend', drawLabels);
    map.on('click', function (event) { hazone.explainPlace(event.latlng, zoneAt(event)); });
    drawLabels();
    // The map takes the width of the paper before it is drawn for it.
    window.addEventListener('beforeprint', function () {
      document.body.classList.add('printing');
      map.invalidateSize({ animate: false });
      map.fitBounds(box, { animate: false });
    });
    window.addEventListener('afterprint', function () {
      document.body.classList.remove('printing');
      map.invalidateSize();
    });
    return map;
  };

  // Whether a ring of [longitude, latitude] goes around a place: crossings to the east are odd.
  function inRing(ring, place) {
    var inside = false;
    for (var i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      var a = ring[i];
      var b = ring[j];
      if ((a[1] > place.lat) !== (b[1] > place.lat) &&
          place.lng < (b[0] - a[0]) * (place.lat - a[1]) / (b[1] - a[1]) + a[0]) {
        inside = !inside;
      }
    }
    return inside;
  }

  // The zone which holds a place, or null.
  hazone.zoneHolding = function (place) {
    var found = hazone.outlines.features.find(function (feature) {
      return layerByLabel[feature.properties.label].getBounds().contains(place) &&
        feature.geometry.coordinates.some(function (polygon) {
          return polygon.filter(function (ring) { return inRing(ring, place); }).length % 2 === 1;
        });
    });
    return found ? zoneByLabel[found.properties.label] || null : null;
  };

  function zoneAt(event) {
    return hazone.zoneHolding(event.latlng);
  }

  // Outlines a zone, and shows it whole when asked to.
  hazone.selectZone = function (zone, show) {
    selected = zone ? zone.label : null;
    outlines.setStyle(outlineStyle);
    outlines.eachLayer(function (layer) {
      if (layer.feature.properties.label === selected) {
        layer.bringToFront();
        if (show) {
          map.fitBounds(layer.getBounds().pad(0.6), { maxZoom: map.getZoom() + 3 });
        }
      }
    });
  };

  // Marks the place which was clicked.
  hazone.markPlace = function (place) {
    if (marker) {
      marker.remove();
      marker = null;
    }
    if (place) {
      marker = L.circleMarker(place, {
        pane: 'place', radius: 7, color: '#000000', weight: 3, fillColor: '#ffffff',
        fillOpacity: 0.9, interactive: false, renderer: L.svg({ pane: 'place' })
      }).addTo(map);
    }
  };

  hazone.showZones = function (shown, share) {
    opacity = shown ? share : 0;
    fills.setStyle(fillStyle);
  };
  hazone.wholeMap = function () { map.fitBounds(box); };
  // Where a place is in the frame of the map, in dots of the screen.
  hazone.mapPoint = function (lat, lng) { return map.latLngToContainerPoint([lat, lng]); };
  hazone.centre = function () { return map.getCenter(); };
  hazone.zone = function (label) { return zoneByLabel[label]; };
  hazone.levelMark = levelMark;
}());
