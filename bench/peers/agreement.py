"""Where hazone and the others define a quantity alike, cell by cell."""

import dataclasses
import json
import subprocess

DEGREES = ("--scale", "57.29577951308232")


@dataclasses.dataclass(frozen=True)
class Comparison:
    field: str  # of hazone
    what: str
    system: str
    program: str
    theirs: str  # file name, for GRASS the name of the map
    made_by: str  # operation whose commands make it, where it has no commands of its own
    options: tuple
    tolerance: str  # a number, in the unit of the difference
    unit: str = ""
    where: str = "everywhere"
    commands: tuple = ()  # which make their result from hazone's, so that nothing else differs
    needs: tuple = ()  # fields of hazone for these commands


SLOPING = ("--where", "{folder}/hazone/slope.tif", "--above", "0.0174533")
ONE_D8 = ("--d8-of", "{dem}", "--relative", "--scale", "{per_cell}")
WHERE_ONE = "one D8 answer"


def slopes(system, program, theirs):
    degrees = DEGREES if system != "SAGA" else ()
    tolerance = "1e-3" if degrees else "1e-5"
    return Comparison("slope", "slope", system, program, theirs, "slope", degrees, tolerance,
                      "deg" if degrees else "rad")


def aspects(system, program, theirs):
    return Comparison("aspect", "aspect", system, program, theirs, "aspect",
                      (*DEGREES, "--circle", "360", *SLOPING), "1e-2", "deg",
                      "steeper than 1 deg")


def fills(system, program, theirs, made_by="fill"):
    return Comparison("filled_elevation", "fill", system, program, theirs, made_by, (), "0", "m")


def areas(system, program, theirs):
    return Comparison("contributing_area", "D8 area", system, program, theirs, "area", ONE_D8,
                      "1e-5", "of the area", WHERE_ONE)


def gdal_form(field, what, theirs, made_by):
    return Comparison(field, what, "GDAL", f"gdaldem {theirs}", f"gdal_{theirs}.tif", made_by, (),
                      "1e-3", "m")


COMPARISONS = (
    slopes("GDAL", "gdaldem slope", "gdal_slope.tif"),
    slopes("GRASS", "r.slope.aspect", "slope"),
    slopes("SAGA", "ta_morphometry 0, Horn", "saga_slope.sdat"),
    aspects("GDAL", "gdaldem aspect", "gdal_aspect.tif"),
    aspects("GRASS", "r.slope.aspect -n", "aspect"),
    gdal_form("terrain_ruggedness_index", "ruggedness", "TRI", "ruggedness"),
    gdal_form("topographic_position_index", "position", "TPI", "position"),
    gdal_form("roughness", "roughness", "roughness", "roughness"),
    fills("SAGA", "ta_preprocessor 5", "saga_filled.sdat"),
    fills("SAGA", "ta_preprocessor 4", "saga_filled4.sdat"),
    fills("GRASS", "r.terraflow", "tf_filled", "area"),
    Comparison("wetness_index", "wetness index", "SAGA", "ta_hydrology 20",
               "saga_same_twi.sdat", "wetness", SLOPING, "1e-4", "", "steeper than 1 deg",
               ("saga_cmd -f=s ta_hydrology 20 -SLOPE {folder}/hazone/slope.tif -AREA "
                "{folder}/hazone/specific_catchment_area.tif -TWI saga_same_twi.sgrd -CONV 0",),
               ("slope", "specific_catchment_area")),
    areas("SAGA", "ta_hydrology 0, D8", "saga_area.sdat"),
    areas("GRASS", "r.terraflow -s", "tf_area"),
    areas("GRASS", "r.watershed -s", "ws_area"),
)


def fields_of(comparisons):
    """Every field of hazone which they need."""
    fields = {field for comparison in comparisons for field in comparison.needs}
    return sorted(fields | {"slope"} | {comparison.field for comparison in comparisons})


def compare(program, comparison, ours, theirs, values):
    """What hazone_compare says of the two files."""
    options = [option.format(**values) for option in comparison.options]
    command = [str(program), str(ours), str(theirs), "--tolerance", comparison.tolerance, *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return {"failure": done.stderr.strip()}
    return json.loads(done.stdout)
