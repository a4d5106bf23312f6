// Starts the report.
(function () {
  'use strict';

  function heading() {
    var run = hazone.report.run;
    document.getElementById('run-title').textContent = run.title;
    document.getElementById('run-time').textContent =
      hazone.word(run.forecast ? 'valid_forecast' : 'valid',
        { from: hazone.time(run.valid_from), until: hazone.time(run.valid_until) });
    document.getElementById('synthetic').hidden = !run.synthetic;
    document.getElementById('caution').textContent =
      hazone.report.rules ? hazone.local(hazone.report.rules.caution) : '';
  }

  function start() {
    var code = hazone.report.language;
    hazone.setLanguage(code);
    heading();
    var map = hazone.startMap();
    hazone.startLayers(map);
    hazone.startExplanation();
    hazone.startTable();
    hazone.startCharts();
    hazone.onLanguage(heading);
    ['vi', 'en'].forEach(function (own) {
      document.getElementById('language-' + own)
        .addEventListener('click', function () { hazone.setLanguage(own); });
    });
    document.getElementById('print').addEventListener('click', function () { window.print(); });
    document.getElementById('whole-map').addEventListener('click', hazone.wholeMap);
    document.getElementById('explain-centre').addEventListener('click', function () {
      var place = hazone.centre();
      hazone.explainPlace(place, hazone.zoneHolding(place));
    });
    document.body.dataset.ready = 'yes';
    // What a reader waits for: from the click on the file to a page that answers.
    hazone.readyAfter = performance.now();
  }

  start();
}());
