"""Nouns that name nothing to be put in a room: qualities, areas, parts of things, stuff and people."""

from spatialwm.lift.text.language.listed import listed

__all__ = ["ABSTRACT", "ABSTRACT_ENDINGS", "AREAS", "MASS", "MEASURES", "PARTS", "PEOPLE", "PICTURES"]

ABSTRACT = frozenset(
    listed(
        "atmosphere ambiance ambience comfort style feel feeling look vibe mood warmth touch charm view "
        "light-up space use storage function functionality purpose session exercise entertainment "
        "relaxation work study reading writing gaming seating lighting dining cooking sleeping playing "
        "storing viewing sitting convenience visibility character texture focus center-piece theme design "
        "concept idea sense addition variety way home life day night evening morning afternoon dusk dawn "
        "noon midnight time year week sun sunlight moonlight daylight shade shadow rain snow fog weather "
        "sky air wind weekend sleep nap rest fun play joy love peace storytime story project experience "
        "activity inspiration creativity nature interest position place spot side order line front back "
        "left right middle part piece kind type sort element feature detail accent scheme tone hue color "
        "colour pattern number total amount size height width length distance access display conversation "
        "gathering meal breakfast lunch dinner snack privacy safety security elegance sophistication "
        "simplicity beauty flow balance contrast rhythm history era period age movie film game level aid "
        "help option choice need everything something anything nothing thing item object stuff essential "
        "necessity valuable belonging material decor decoration furnishing furniture amenity appliances "
        "equipment accessory arrangement collection opportunity occasion holiday celebration party event "
        "scene picture-perfect backdrop foreground background close-up closeup glow flair personality "
        "retreat haven sanctuary oasis escape zone smile image shot view collage glimpse snapshot total "
        "liberty meaning freedom truth justice hope"
    )
)
ABSTRACT_ENDINGS = (
    "ness",
    "ity",
    "tion",
    "sion",
    "ance",
    "ence",
    "ship",
    "hood",
    "ism",
    "ment",
    "ure",
    "dom",
)

AREAS = frozenset(
    listed(
        "area section corner nook setup set-up arrangement zone spot station ensemble display group "
        "setting part portion region space collection cluster"
    )
)
"""What things may be "in" together, without a body of its own."""

PARTS = frozenset(
    listed(
        "drawer leg handle knob bulb pipe fitting gear accent mechanism backboard headboard footboard "
        "armrest backrest pattern design logo detail trim base edge rim lid top-board surface upholstery "
        "upholstering bedding finish stripe dot print-pattern hinge lock wheel cushioning compartment "
        "level tier row tail wing door-handle sprinkle lining stitching embroidery fringe tassel "
        "engraving carving motif frame-edge tabletop top paneling seat-back arm shelf-board burner faucet "
        "tap hook slot face hair fur text writing lettering letter number name sprinkles spine wick "
        "element detailing construction color colour theme decoration art-detail texture material canopy "
        "slat post"
    )
)
"""With these, a thing is described, not added to: "a desk with four drawers"."""

MASS = frozenset(
    listed(
        "tea coffee water milk juice wine beer soup hay grass sand soil dirt rice sugar salt flour honey "
        "oil air liquid soda lemonade cocoa champagne whiskey tissue machinery clothing food smoke fire "
        "ice mud moss cloth fabric clutter debris trash garbage rubbish"
    )
)
PEOPLE = frozenset(
    listed(
        "person man woman child kid boy girl baby people guest visitor player diner student teacher "
        "customer patron family friend couple adult worker artist user reader reader-person teenager "
        "toddler monkey-man superhero mom dad mother father someone everyone body visitor"
    )
)
PICTURES = frozenset(
    listed(
        "painting picture poster photo photograph portrait drawing image print statue sculpture figurine "
        "model bust map sketch mural"
    )
)
"""What is shown on them is not in the room."""

MEASURES: dict[str, str] = {
    "row": "row", "line": "row", "stack": "stack", "pile": "stack", "circle": "circle", "ring": "circle",
    "pair": "", "couple": "", "set": "", "group": "", "bunch": "", "collection": "", "series": "row",
    "array": "row", "mess": "", "mix": "", "mixture": "", "variety": "", "cluster": "", "assortment": "",
    "herd": "", "family": "", "flock": "", "handful": "", "dozen": "", "lot": "", "selection": "",
    "column": "stack", "heap": "stack", "number": "", "half": "", "slice": "", "piece": "", "bit": "",
    "lots": "", "plenty": "", "range": "", "stacks": "stack", "trio": "", "duo": "", "pack-of": "",
    "type": "", "kind": "", "gallery": "", "dozens": "", "hundreds": "", "crowd": "", "host": "",
}  # fmt: skip
"""Words before "of" which count or arrange what follows, to the arrangement."""
