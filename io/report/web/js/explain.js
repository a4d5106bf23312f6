// Why a zone or a cell has its level: hazard, row of the rules, shares, and what is missing.
(function () {
  'use strict';

  var shown = null; // {zone, place, cell}
  var asked = 0;    // number of the last click

  function element(name, attributes, children) { return hazone.element(name, attributes, children); }

  function line(key, value) {
    return element('div', { class: 'fact' }, [
      element('dt', {}, [hazone.word(key)]), element('dd', {}, [value])
    ]);
  }

  function facts(lines) {
    return element('dl', {}, lines.filter(Boolean));
  }

  function levelBadge(level, lowerBound) {
    var known = level !== null && level !== undefined;
    var colour = known ? hazone.report.levels[level].colour : '';
    var text = known ? hazone.local(hazone.report.levels[level].name) : hazone.word('no_data');
    var badge = element('span', {
      class: known ? 'badge' : 'badge no-data'
    }, [text + (lowerBound ? ' ' + hazone.word('at_least') : '')]);
    if (known) {
      badge.style.background = colour;
      badge.style.color = hazone.inkOn(colour);
    }
    return badge;
  }

  function hazardName(word) { return hazone.word('hazard_' + word); }

  function marked(row) {
    return [row.extrapolated ? hazone.word('extrapolated') : null,
      row.unverified ? hazone.word('unverified') : null].filter(Boolean);
  }

  // The row of the rules: article, conditions, how well the text is known.
  function ruleBlock(id) {
    var row = hazone.report.rules && hazone.report.rules.rows[id];
    if (!row) {
      return id ? element('p', {}, [id]) : null;
    }
    var conditions = row.conditions.map(function (condition) {
      return element('li', {}, [hazone.local(condition.title) + ': ', element('strong', {},
        [condition.text])]);
    });
    return element('div', { class: 'rule' }, [
      element('p', {}, [hazone.word('rule_row', {
        id: id, article: hazone.local(row.article), level: row.level
      })]),
      element('ul', {}, conditions),
      element('p', { class: 'small' }, [
        hazone.word('mark_' + row.mark.toLowerCase()).indexOf('mark_') === 0
          ? hazone.word('mark', { mark: row.mark })
          : row.mark + ': ' + hazone.word('mark_' + row.mark.toLowerCase())
      ]),
      marked(row).length ? element('p', { class: 'small' }, [marked(row).join(' ')]) : null,
      row.note ? element('p', { class: 'small', lang: 'en' }, [row.note]) : null
    ]);
  }

  // Shares of the classes as a bar with numbers, and no data hatched.
  function shareBar(zone) {
    var parts = zone.shares.map(function (share, place) {
      return { share: share * (zone.area - zone.missing_area) / zone.area, number: place + 1 };
    });
    var bar = element('div', { class: 'shares', 'aria-hidden': 'true' }, []);
    parts.forEach(function (part) {
      if (part.share > 0) {
        var own = element('span', {}, [part.share > 0.06 ? part.number : '']);
        own.style.width = 100 * part.share + '%';
        own.style.background = hazone.report.levels[part.number].colour;
        own.style.color = hazone.inkOn(hazone.report.levels[part.number].colour);
        bar.append(own);
      }
    });
    if (zone.missing_area > 0) {
      var hatched = element('span', { class: 'no-data' }, []);
      hatched.style.width = 100 * zone.missing_area / zone.area + '%';
      bar.append(hatched);
    }
    return bar;
  }

  function sharesText(zone) {
    return zone.shares.map(function (share, place) {
      return (place + 1) + ': ' + hazone.percent(share);
    }).join(' · ');
  }

  function hazardTable(zone) {
    if (!zone.hazards.length) {
      return null;
    }
    var rows = zone.hazards.map(function (own) {
      return element('tr', {}, [
        element('th', { scope: 'row' }, [hazardName(own.hazard)]),
        element('td', {}, [levelBadge(own.level, false)]),
        element('td', {}, [own.rule || '–'])
      ]);
    });
    return element('table', { class: 'small-table' }, [
      element('caption', {}, [hazone.word('all_hazards')]),
      element('thead', {}, [element('tr', {}, ['hazard', 'level', 'rule'].map(function (key) {
        return element('th', { scope: 'col' }, [hazone.word(key)]);
      }))]),
      element('tbody', {}, rows)
    ]);
  }

  function statisticsTable(zone) {
    if (!zone.statistics.length) {
      return null;
    }
    var rows = zone.statistics.map(function (own) {
      var title = hazone.local(hazone.report.fields[own.field]);
      return element('tr', {}, [
        element('th', { scope: 'row' }, [title + (own.unit ? ' (' + own.unit + ')' : '')])
      ].concat([own.mean, own.percentile_95, own.highest].map(function (value) {
        return element('td', {}, [value === null ? '–' : hazone.measured(value)]);
      })));
    });
    return element('table', { class: 'small-table' }, [
      element('caption', {}, [hazone.word('statistics')]),
      element('thead', {}, [element('tr', {}, ['field', 'mean', 'percentile_95', 'highest']
        .map(function (key) { return element('th', { scope: 'col' }, [hazone.word(key)]); }))]),
      element('tbody', {}, rows)
    ]);
  }

  function probabilityText(zone) {
    return zone.level_probability.map(function (share, level) {
      return level + ': ' + hazone.percent(share);
    }).join(' · ');
  }

  function exposureText(exposure) {
    return hazone.word('exposed_of', {
      exposed: hazone.number(exposure.exposed, 0), all: hazone.number(exposure.all, 0)
    });
  }

  // In the words of the reader's language, from what is known.
  function reasonText(zone) {
    if (zone.level === null) {
      return hazone.word('reason_missing', { share: hazone.percent(zone.missing_area / zone.area) });
    }
    if (zone.level === 0) {
      return hazone.word('reason_below');
    }
    var area = 0;
    for (var level = zone.level; level <= 5; ++level) {
      area += zone.level_area[level] || 0;
    }
    return hazone.word('reason_level', {
      level: zone.level, hazard: hazardName(zone.hazard), share: hazone.percent(area / zone.area)
    });
  }

  function zoneBlock(zone) {
    var share = zone.missing_area / zone.area;
    return element('section', { class: 'zone-facts' }, [
      element('h4', {}, [zone.name + (zone.code ? ' (' + zone.code + ')' : '')]),
      element('p', {}, [levelBadge(zone.level, zone.lower_bound)]),
      element('p', { class: 'reason' }, [reasonText(zone)]),
      zone.lower_bound ? element('p', {}, [hazone.word('lower_bound_note')]) : null,
      facts([
        line('hazard', hazardName(zone.hazard)),
        line('area', hazone.number(zone.area / 1e6, 1) + ' km²'),
        line('class_shares', zone.area > zone.missing_area ? sharesText(zone) : '–'),
        line('missing', hazone.percent(share) + (share > 0 ? '. ' + hazone.word('no_data_note') : '')),
        zone.people ? line('people', exposureText(zone.people)) : null,
        zone.buildings ? line('buildings', exposureText(zone.buildings)) : null,
        zone.level_probability.length ? line('level_probability', probabilityText(zone)) : null
      ]),
      shareBar(zone),
      zone.rule ? element('h5', {}, [hazone.word('rule')]) : null,
      zone.rule ? ruleBlock(zone.rule) : null,
      hazardTable(zone),
      statisticsTable(zone),
      zone.reason ? element('p', { class: 'small' }, [
        hazone.word('as_recorded') + ' ', element('span', { lang: 'en' }, [zone.reason])
      ]) : null
    ]);
  }

  function degrees(place) {
    var point = place.wrap();
    return hazone.number(Math.abs(point.lat), 4) + '° ' + hazone.word(point.lat < 0 ? 'south' : 'north') +
      ', ' + hazone.number(Math.abs(point.lng), 4) + '° ' +
      hazone.word(point.lng < 0 ? 'west' : 'east');
  }

  function valueRows(values) {
    return values.map(function (own) {
      return element('tr', {}, [
        element('th', { scope: 'row' }, [hazone.local(own.layer.title)]),
        element('td', {}, [own.text === null || own.code === undefined ? hazone.word('no_data')
          : own.text])
      ]);
    });
  }

  function decisionBlock(decision) {
    if (decision === undefined) {
      return null;
    }
    if (decision === null) {
      return element('p', {}, [levelBadge(null, false), ' ' + hazone.word('no_data_note')]);
    }
    return element('div', {}, [
      element('p', {}, [levelBadge(decision.level, false),
        decision.level > 0 ? ' ' + hazardName(decision.hazard) : '']),
      decision.rule ? ruleBlock(decision.rule)
        : element('p', {}, [hazone.word('reason_below_cell')])
    ]);
  }

  function cellBlock(place, cell) {
    var outside = cell && cell.values.every(function (own) { return own.code === undefined; });
    var section = element('section', { class: 'cell-facts' }, [
      element('h4', {}, [hazone.word('cell_at', { place: degrees(place) })])
    ]);
    if (!cell) {
      section.append(element('p', {}, [hazone.word('loading')]));
    } else if (outside) {
      section.append(element('p', {}, [hazone.word('outside')]));
    } else {
      var decision = decisionBlock(cell.decision);
      if (decision) {
        section.append(decision);
      }
      section.append(element('table', { class: 'small-table' }, [
        element('caption', {}, [hazone.word('cell_values', {
          metres: hazone.number(Math.max(hazone.report.value_cell_size,
            hazone.report.grid.cell_size), 0)
        })]),
        element('tbody', {}, valueRows(cell.values))
      ]));
    }
    return section;
  }

  function draw() {
    var text = document.getElementById('explanation-text');
    text.textContent = '';
    if (!shown) {
      text.append(element('p', {}, [hazone.word('explanation_hint')]));
      return;
    }
    if (shown.failed) {
      text.append(element('p', {}, [hazone.word('values_failed')]));
    } else if (shown.place) {
      text.append(cellBlock(shown.place, shown.cell));
    }
    text.append(shown.zone ? zoneBlock(shown.zone)
      : element('p', {}, [hazone.word('no_zone_here')]));
  }

  // Explains a zone of the table.
  hazone.explainZone = function (zone) {
    ++asked;
    shown = { zone: zone };
    hazone.markPlace(null);
    hazone.selectZone(zone, true);
    draw();
  };

  // Explains the cell at a place and the zone (or null) which holds it.
  hazone.explainPlace = function (place, zone) {
    var own = ++asked;
    shown = { zone: zone, place: place, cell: null };
    hazone.markPlace(place);
    hazone.selectZone(zone, false);
    draw();
    return hazone.cellAt(place).then(function (cell) {
      if (own === asked) {
        shown.cell = cell;
        draw();
      }
    }, function () {
      if (own === asked) {
        shown.failed = true;
        draw();
      }
    });
  };

  function fact(key, value) {
    return value ? line(key, value) : null;
  }

  function list(heading, texts, language) {
    return texts.length === 0 ? null : element('div', {}, [
      element('h3', {}, [hazone.word(heading)]),
      element('ul', language ? { lang: language } : {}, texts.map(function (text) {
        return element('li', {}, [text]);
      }))
    ]);
  }

  function basisText(basis) {
    return hazardName(basis.hazard) + ': ' + hazone.local(basis.title) + ' (' + basis.field +
      (basis.model ? ', ' + basis.model : '') + ')' + (basis.method ? '; ' + basis.method : '');
  }

  function rulesText(rules) {
    return rules ? hazone.local(rules.title) + ' (' + rules.name + ' ' + rules.version +
      (rules.since ? ', ' + rules.since : '') + ')' : null;
  }

  // Which field stands for each hazard, rules, sources, notes and warnings.
  function about() {
    var report = hazone.report;
    var run = report.run;
    var place = document.getElementById('about');
    place.textContent = '';
    place.append(facts([
      fact('rules', rulesText(report.rules)),
      fact('rules_source', report.rules && report.rules.source),
      run.joint_added ? line('joint', '+' + run.joint_added + ': ' + run.joint_reason) : null,
      fact('publisher', run.publisher),
      fact('sources', run.sources),
      line('made', hazone.time(run.made)),
      line('grid', hazone.word('grid_facts', {
        rows: hazone.number(report.grid.rows, 0), cols: hazone.number(report.grid.cols, 0),
        size: hazone.measured(report.grid.cell_size), crs: report.grid.crs
      })),
      fact('program', 'hazone ' + run.version),
      fact('scenario_sum', run.scenario_sha256)
    ]), ...[
      list('bases', report.bases.map(basisText)),
      list('notes', run.notes, 'en'),
      list('warnings', run.warnings, 'en')
    ].filter(Boolean), element('p', { class: 'small' }, [hazone.word('picture_note')]),
    element('p', { class: 'small' }, [hazone.word('leaflet_note')]));
  }

  hazone.levelBadge = levelBadge;
  hazone.startExplanation = function () {
    draw();
    about();
    hazone.onLanguage(function () {
      draw();
      about();
    });
  };
}());
