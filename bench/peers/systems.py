"""The programs which are compared: where they are, how they are called, what they are."""

import json
import os
import pathlib
import shutil
import subprocess


def output_of(command, environment=None):
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


class Grass:
    """GRASS without its wrapper: one location, made from the DEM, and the modules as processes.

    So its start-up is not in the times. The DEM is imported once, which is timed apart.
    """

    name = "GRASS"

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.present = shutil.which("grass") is not None
        self.environment = self.make_environment() if self.present else {}

    def make_environment(self):
        base = output_of(["grass", "--config", "path"]).strip()
        settings = self.folder / "gisrc"
        settings.write_text(f"GISDBASE: {self.folder}\nLOCATION_NAME: location\n"
                            "MAPSET: PERMANENT\nGUI: text\n")
        path = f"{base}/bin:{base}/scripts:{os.environ['PATH']}"
        return {**os.environ, "GISBASE": base, "GISRC": str(settings), "PATH": path,
                "LD_LIBRARY_PATH": f"{base}/lib", "GRASS_OVERWRITE": "1", "GRASS_VERBOSE": "1",
                "GRASS_MESSAGE_FORMAT": "plain"}

    def prepare(self, dem):
        location = self.folder / "location"
        if not location.exists():
            subprocess.run(["grass", "-c", str(dem), "-e", str(location)], check=True,
                           capture_output=True)
        if not (location / "PERMANENT" / "fcell" / "dem").exists():
            self.run(["r.in.gdal", "-o", f"input={dem}", "output=dem"])
            self.run(["g.region", "raster=dem"])

    def run(self, command):
        subprocess.run(command, env=self.environment, check=True, capture_output=True)

    def export(self, map_name):
        """The map as a GeoTIFF."""
        out = self.folder / f"grass_{map_name}.tif"
        self.run(["r.out.gdal", "-c", "-f", f"input={map_name}", f"output={out}", "type=Float64",
                  "nodata=-99999"])
        return out

    def version(self):
        return output_of(["grass", "--config", "version"]).strip()


class Saga:
    """saga_cmd, one process for each tool; its start-up and the loading of its libraries count."""

    name = "SAGA"

    def __init__(self):
        self.present = shutil.which("saga_cmd") is not None
        self.environment = dict(os.environ)

    def version(self):
        return output_of(["saga_cmd", "--version"]).split(":")[-1].strip()


class Gdal:
    name = "GDAL"

    def __init__(self):
        self.present = shutil.which("gdaldem") is not None
        self.environment = dict(os.environ)

    def version(self):
        return output_of(["gdalinfo", "--version"]).split()[1].strip(",")


class Hazone:
    name = "hazone"

    def __init__(self, program):
        self.program = str(program)
        self.present = pathlib.Path(program).exists()
        self.environment = dict(os.environ)
        self.fields = self.read_fields() if self.present else set()

    def read_fields(self):
        lines = output_of([self.program, "fields"]).splitlines()
        return {line.split()[0] for line in lines if line[:1].isalpha()}

    def derive(self, fields, dem, out, threads, settings=()):
        """The command which makes the fields."""
        command = [self.program, "derive", *fields, "-i", f"elevation={dem}", "--out", str(out),
                   "--threads", str(threads), "--quiet"]
        for setting in settings:
            command += ["--set", setting]
        return command

    @staticmethod
    def record(out):
        return json.loads((pathlib.Path(out) / "run.json").read_text())

    def version(self):
        return output_of([self.program, "--version"]).strip()
