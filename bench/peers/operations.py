"""What is timed: for each operation the fields of hazone and the commands of the others.

A command may name {dem}, {threads}, {stream_cells} (cells from which a stream begins), {near} (one
and a half cells, m) and {search} (ten cells, m). SAGA's flow tools have no treatment of flats, so
its chains begin with a fill which leaves a slope of 0.0001 degrees.
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Peer:
    """One way in which another program does it; `commands` are run one after the other."""

    system: str
    label: str
    commands: tuple
    threads: tuple = (1,)


@dataclasses.dataclass(frozen=True)
class Operation:
    name: str
    title: str
    fields: tuple  # of hazone
    peers: tuple
    settings: tuple = ()


STREAM_CELLS = 5000
BOTH = (1, 2)


def gdaldem(what):
    return Peer("GDAL", f"gdaldem {what}", (f"gdaldem {what} -q {{dem}} gdal_{what}.tif",))


def grass(label, command, threads=(1,)):
    return Peer("GRASS", label, (command,), threads)


def saga(label, *commands):
    return Peer("SAGA", label, tuple("saga_cmd -f=s -c={threads} " + command
                                     for command in commands), BOTH)


SAGA_FILL = "ta_preprocessor 5 -ELEV {dem} -FILLED saga_sloping.sgrd -MINSLOPE 0.0001"


def saga_flow(method, name):
    return (f"ta_hydrology 0 -ELEVATION saga_sloping.sgrd -FLOW {name}.sgrd -METHOD {method} "
            "-FLOW_UNIT 0")


SAGA_FORM = "ta_morphometry 0 -ELEVATION {dem} -SLOPE saga_slope.sgrd -ASPECT saga_aspect.sgrd"
TERRAFLOW = ("r.terraflow {flags}elevation=dem filled=tf_filled direction=tf_direction "
             "swatershed=tf_watershed accumulation={area} tci=tf_tci memory=1000 directory=. "
             "stats=terraflow.txt")

CURVATURES = ("profile_curvature", "plan_curvature", "tangential_curvature", "mean_curvature",
              "total_curvature")

OPERATIONS = (
    Operation("import", "DEM into the program's own format", (),
              (grass("r.in.gdal", "r.in.gdal -o input={dem} output=dem_again"),)),
    Operation("slope", "slope", ("slope",),
              (gdaldem("slope"),
               grass("r.slope.aspect", "r.slope.aspect elevation=dem slope=slope nprocs={threads}",
                     BOTH),
               saga("ta_morphometry 0, Horn, with aspect", SAGA_FORM + " -METHOD 2"))),
    Operation("aspect", "aspect", ("aspect",),
              (gdaldem("aspect"),
               grass("r.slope.aspect",
                     "r.slope.aspect -n elevation=dem aspect=aspect nprocs={threads}", BOTH))),
    Operation("form", "slope, aspect and curvatures", ("slope", "aspect", *CURVATURES),
              (grass("r.slope.aspect, two curvatures",
                     "r.slope.aspect elevation=dem slope=slope4 aspect=aspect4 pcurvature=profile "
                     "tcurvature=tangential nprocs={threads}", BOTH),
               saga("ta_morphometry 0, four curvatures",
                    "ta_morphometry 0 -ELEVATION {dem} -SLOPE saga_slope6.sgrd -ASPECT "
                    "saga_aspect6.sgrd -C_PROF saga_profile.sgrd -C_PLAN saga_plan.sgrd -C_TANG "
                    "saga_tangential.sgrd -C_TOTA saga_total.sgrd -METHOD 6"))),
    Operation("ruggedness", "terrain ruggedness index", ("terrain_ruggedness_index",),
              (gdaldem("TRI"),
               saga("ta_morphometry 16, 3 × 3",
                    "ta_morphometry 16 -DEM {dem} -TRI saga_tri.sgrd -MODE 0 -RADIUS 1"))),
    Operation("position", "topographic position index", ("topographic_position_index",),
              (gdaldem("TPI"),
               saga("ta_morphometry 18, 3 × 3",
                    "ta_morphometry 18 -DEM {dem} -TPI saga_tpi.sgrd -RADIUS_MIN 0 "
                    "-RADIUS_MAX {near}"))),
    Operation("roughness", "roughness", ("roughness",), (gdaldem("roughness"),)),
    Operation("hillshade", "hillshade", ("hillshade",),
              (gdaldem("hillshade"),
               saga("ta_lighting 0", "ta_lighting 0 -ELEVATION {dem} -SHADE saga_shade.sgrd"))),
    Operation("fill", "fill", ("filled_elevation",),
              (saga("ta_preprocessor 5 (Wang & Liu, XXL)",
                    "ta_preprocessor 5 -ELEV {dem} -FILLED saga_filled.sgrd -MINSLOPE 0"),
               saga("ta_preprocessor 4 (Wang & Liu), with directions",
                    "ta_preprocessor 4 -ELEV {dem} -FILLED saga_filled4.sgrd -FDIR saga_fdir.sgrd "
                    "-WSHED saga_wshed.sgrd -MINSLOPE 0"),
               grass("r.fill.dir, with directions",
                     "r.fill.dir input=dem output=fd_filled direction=fd_direction"))),
    Operation("area", "D8 area from the DEM", ("contributing_area",),
              (grass("r.watershed -s",
                     "r.watershed -s -a elevation=dem drainage=ws_drainage accumulation=ws_area "
                     "memory=2000"),
               grass("r.terraflow -s, with fill and index",
                     TERRAFLOW.format(flags="-s ", area="tf_area")),
               saga("fill and ta_hydrology 0, D8", SAGA_FILL, saga_flow(0, "saga_area")))),
    Operation("multiple_flow", "MFD area from the DEM", ("multiple_flow_contributing_area",),
              (grass("r.watershed",
                     "r.watershed -a elevation=dem accumulation=ws_mfd memory=2000"),
               grass("r.terraflow, with fill and index",
                     TERRAFLOW.format(flags="", area="tf_mfd")),
               saga("fill and ta_hydrology 0, MFD", SAGA_FILL, saga_flow(4, "saga_mfd")))),
    Operation("d_infinity", "D-infinity area from the DEM", ("d_infinity_contributing_area",),
              (saga("fill and ta_hydrology 0, D-infinity", SAGA_FILL,
                    saga_flow(3, "saga_dinf")),)),
    Operation("basins", "streams and basins from the DEM", ("stream_network", "drainage_basin"),
              (grass("r.watershed -s, streams and basins",
                     "r.watershed -s elevation=dem threshold={stream_cells} basin=ws_basin "
                     "stream=ws_stream memory=2000"),
               grass("r.stream.extract, streams alone",
                     "r.stream.extract elevation=dem threshold={stream_cells} "
                     "stream_raster=se_stream direction=se_direction memory=2000"),
               saga("fill and ta_channels 5", SAGA_FILL,
                    "ta_channels 5 -DEM saga_sloping.sgrd -ORDER saga_order.sgrd -BASIN "
                    "saga_basin.sgrd -SEGMENTS saga_segments.shp -BASINS saga_basins.shp "
                    "-THRESHOLD 5")),
              ("stream_network.threshold_area={stream_area} m2",)),
    Operation("wetness", "wetness index from the DEM", ("wetness_index",),
              (grass("r.watershed tci, MFD", "r.watershed elevation=dem tci=ws_tci memory=2000"),
               grass("r.topidx", "r.topidx input=dem output=topidx"),
               saga("fill, area, slope and ta_hydrology 20", SAGA_FILL, saga_flow(0, "saga_area2"),
                    SAGA_FORM + " -METHOD 2",
                    "ta_hydrology 20 -SLOPE saga_slope.sgrd -AREA saga_area2.sgrd "
                    "-TWI saga_twi.sgrd -CONV 1"))),
    Operation("geomorphons", "geomorphons, ten cells around", ("landform",),
              (grass("r.geomorphon search=10",
                     "r.geomorphon elevation=dem forms=forms search=10"),
               saga("ta_lighting 8",
                    "ta_lighting 8 -DEM {dem} -GEOMORPHONS saga_geomorphons.sgrd "
                    "-RADIUS {search}")),
              ("geomorphons.radius={search} m",)),
)
