"""``spatialwm-data``: nerfstudio's data parser for our scenes and for every capture that we read."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from nerfstudio.data.dataparsers.base_dataparser import DataparserOutputs
from nerfstudio.data.dataparsers.nerfstudio_dataparser import Nerfstudio, NerfstudioDataParserConfig
from nerfstudio.plugins.registry_dataparser import DataParserSpecification

from spatialwm.errors import MissingFileError
from spatialwm.io import load
from spatialwm.io.nerfstudio import TRANSFORMS_NAME, data_folder
from spatialwm.lift.photos.capture import is_posed, open_capture
from spatialwm.lift.photos.saving import save_capture
from spatialwm_exporters import export

__all__ = ["SPECIFICATION", "SpatialwmDataParser", "SpatialwmDataParserConfig", "prepared"]


@dataclass
class SpatialwmDataParserConfig(NerfstudioDataParserConfig):
    """A scene (.glb, or others' splats), or a capture: COLMAP, Polycam, Record3D, transforms.json."""

    _target: type = field(default_factory=lambda: SpatialwmDataParser)
    load_3D_points: bool = True  # noqa: N815 (nerfstudio's name)
    """Start training from the points of the data set."""


@dataclass
class SpatialwmDataParser(Nerfstudio):
    """Makes a nerfstudio data set beside what it is given, once; the rest is nerfstudio's own parser."""

    config: SpatialwmDataParserConfig

    def _generate_dataparser_outputs(self, split: str = "train") -> DataparserOutputs:
        self.config = replace(self.config, data=prepared(self.config.data))
        return super()._generate_dataparser_outputs(split)


def prepared(path: Path) -> Path:
    """The folder of the data set for ``path``; made beside it when it is missing or older.

    Raises:
        SpatialwmError: There is nothing at ``path``, or nothing that can be read.
    """
    if not path.exists():
        raise MissingFileError(f"There is no '{path}' to train on; check --data.")
    folder = data_folder(path)
    made = folder / TRANSFORMS_NAME
    if folder == path or folder == path.parent:
        return folder
    if made.is_file() and made.stat().st_mtime >= path.stat().st_mtime:
        return folder
    if is_posed(path):
        save_capture(open_capture(path), folder)
    else:
        export(load(path), folder, to="nerfstudio")
    return folder


SPECIFICATION = DataParserSpecification(
    config=SpatialwmDataParserConfig(),
    description="Scenes of spatialwm, and the captures it reads.",
)
