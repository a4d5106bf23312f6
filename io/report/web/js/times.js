// A slider over the times of a field in time.
(function () {
  'use strict';

  function timeText(seconds) {
    var hours = seconds / 3600;
    return hazone.word('after_hours', { hours: hazone.number(hours, hours % 1 === 0 ? 0 : 1) });
  }

  // The slider of a layer; `change` is called when state.time has changed.
  hazone.timeSlider = function (layer, state, change) {
    var id = 'time-' + layer.id;
    var input = hazone.element('input', {
      type: 'range', id: id, min: 0, max: layer.times.length - 1, step: 1,
      'aria-label': hazone.word('time_of', { layer: hazone.local(layer.title) })
    });
    input.value = state.time;
    var said = hazone.element('output', { for: id }, []);
    function show() {
      said.textContent = timeText(layer.times[state.time]);
      input.setAttribute('aria-valuetext', said.textContent);
    }
    input.addEventListener('input', function () {
      state.time = Number(input.value);
      show();
      change();
    });
    show();
    return hazone.element('span', { class: 'time' }, [input, said]);
  };
}());
