"""What in a scene may not be shipped: sources whose licence is for research or other non-commercial use."""

import re

from spatialwm.scene import Provenance, Scene

__all__ = ["ALLOWED_NOTE", "is_research_only", "research_only_sources"]

ALLOWED_NOTE = "Exported with --allow-research-only, although a source of it is not for commercial use."
"""What the export's provenance says when somebody insisted."""

_BOTH = re.compile(
    r"non-?\s*commercial\s*(?:and|or|/|,)\s*commercial|commercial\s*(?:and|or|/|,)\s*non-?\s*commercial"
)
"""'For commercial and non-commercial use' forbids nothing."""
_RESTRICTED = re.compile(
    r"""non-?\s*commercial | not\ for\ commercial | no\ commercial | \bnc\b(?=-|\b)
      | research[\s-]+(?:only|use|purposes?) | (?:only|purely)\ for\ research
      | academic[\s-]+(?:only|use|purposes?) | (?:personal|educational|editorial|evaluation)[\s-]+use\ only
      | gaussian[\s-]splatting\ license | \binria\b""",
    re.VERBOSE,
)
"""In lower case. INRIA's and MPII's Gaussian-Splatting licence forbids commercial use; so does CC's NC."""


def is_research_only(license: str) -> bool:
    """Whether a licence's name or text forbids commercial use. What is not known here is allowed."""
    return _RESTRICTED.search(_BOTH.sub(" ", license.lower())) is not None


def research_only_sources(scene: Scene) -> tuple[str, ...]:
    """What of the scene is not for commercial use: a phrase for each source, with its licence."""
    origins: list[tuple[str, Provenance]] = [("the scene", scene.provenance)]
    origins += [(f"'{o.name}'", o.provenance) for o in scene.objects if o.provenance is not None]
    found = [
        f"{what}{f' from {origin.source!r:.80}' if origin.source else ''} is under '{origin.license:.80}'"
        for what, origin in origins
        if is_research_only(origin.license)
    ]
    return tuple(dict.fromkeys(found))
