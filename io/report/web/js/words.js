// Words and numbers in the language of the reader. The texts themselves come with data/report.js.
var hazone = { values: {} };

(function () {
  'use strict';

  var listeners = [];
  var language = 'vi';

  // The text of a key; `values` fill its {name}s.
  function word(key, values) {
    var text = hazone.report.words[language][key];
    if (text === undefined) {
      return key;
    }
    return text.replace(/\{(\w+)\}/g, function (all, name) {
      return values && values[name] !== undefined ? values[name] : all;
    });
  }

  // The text of {en: ..., vi: ...}.
  function local(texts) {
    return texts ? texts[language] || texts.en : '';
  }

  function locale() {
    return language === 'vi' ? 'vi-VN' : 'en-GB';
  }

  // A number as the language writes it; what is not known is a dash, never 0.
  function number(value, decimals) {
    if (value === null || value === undefined || isNaN(value)) {
      return '–';
    }
    if (!isFinite(value)) {
      return '∞';
    }
    return value.toLocaleString(locale(), {
      minimumFractionDigits: decimals, maximumFractionDigits: decimals
    });
  }

  // About three digits that count.
  function measured(value) {
    var size = Math.abs(value);
    var decimals = size >= 100 || size === 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return number(value, decimals);
  }

  function percent(share) {
    return share === null || isNaN(share) ? '–' : number(100 * share, 1) + ' %';
  }

  // Seconds since 1970 in UTC as the clock of the reader shows them, with its offset.
  function time(seconds) {
    return new Date(seconds * 1000).toLocaleString(locale(), {
      year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
      timeZoneName: 'shortOffset'
    });
  }

  // Writes the words of the page itself.
  function translate() {
    document.documentElement.lang = language;
    document.querySelectorAll('[data-word]').forEach(function (element) {
      element.textContent = word(element.dataset.word);
    });
    document.querySelectorAll('[data-word-label]').forEach(function (element) {
      element.setAttribute('aria-label', word(element.dataset.wordLabel));
    });
    ['vi', 'en'].forEach(function (code) {
      document.getElementById('language-' + code)
        .setAttribute('aria-pressed', code === language ? 'true' : 'false');
    });
    document.title = word('title') + ' – ' + hazone.report.run.title;
  }

  function setLanguage(code) {
    language = code;
    translate();
    listeners.forEach(function (listener) { listener(); });
  }

  // Black or white, whichever is read better on a colour "#rrggbb" (WCAG 2.1, relative luminance).
  function inkOn(colour) {
    var light = [1, 3, 5].reduce(function (sum, from, place) {
      var part = parseInt(colour.slice(from, from + 2), 16) / 255;
      var linear = part <= 0.03928 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
      return sum + linear * [0.2126, 0.7152, 0.0722][place];
    }, 0);
    return light > 0.179 ? '#000000' : '#ffffff';
  }

  // A new element with attributes and children (elements or texts).
  function element(name, attributes, children) {
    var made = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) {
      made.setAttribute(key, attributes[key]);
    });
    (children || []).forEach(function (child) {
      if (child !== null && child !== undefined) {
        made.append(child);
      }
    });
    return made;
  }

  hazone.word = word;
  hazone.local = local;
  hazone.number = number;
  hazone.measured = measured;
  hazone.percent = percent;
  hazone.time = time;
  hazone.inkOn = inkOn;
  hazone.element = element;
  hazone.language = function () { return language; };
  hazone.setLanguage = setLanguage;
  // Calls `listener` whenever the language changes.
  hazone.onLanguage = function (listener) { listeners.push(listener); };
}());
