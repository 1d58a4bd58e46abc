"""Names of rooms and of places outdoors."""

from spatialwm.lift.text.language.listed import listed

__all__ = ["BUILDINGS", "OUTDOORS", "ROOMS", "place_named"]

ROOMS = frozenset(
    listed(
        "room bedroom bathroom kitchen office study library classroom gym garage basement attic nursery "
        "playroom pantry closet hallway hall corridor lobby cafe restaurant diner bar pub bakery "
        "bookstore store shop supermarket salon clinic hospital ward laboratory lab studio workshop "
        "warehouse museum gallery theater theatre cinema church chapel temple studio-apartment apartment "
        "flat loft cabin cottage dorm lounge den parlor parlour foyer sunroom conservatory greenhouse "
        "laundromat laundry cellar vault dungeon tavern cafeteria canteen courtroom auditorium showroom "
        "boutique pharmacy barbershop spa sauna arcade casino space interior house home suite "
        "kindergarten preschool daycare veterinary restroom washroom toilet-room ballroom throne-room "
        "boardroom workspace bedchamber chamber hotel inn hostel school bank prison cell station airport "
        "train-cabin cockpit shed barn stable mansion palace castle tent pod igloo zoo"
    )
)

OUTDOORS = frozenset(
    listed(
        "square street garden park beach forest yard backyard courtyard patio terrace balcony rooftop "
        "market harbour harbor quay pier dock field meadow playground campsite camp road alley plaza lawn "
        "farm village desert mountain hill lake riverside river lakeside seaside shore coast woods "
        "woodland orchard vineyard promenade sidewalk parking-lot lot garden-party marketplace clearing "
        "outdoors countryside hillside jungle savanna pasture town city site porch deck driveway"
    )
)

BUILDINGS = frozenset(
    listed(
        "house barn shed castle palace mansion tent church cottage igloo cabin temple stable chapel school "
        "hut home zoo bank prison"
    )
)
"""Of these one rather sees the outside."""


def place_named(words: tuple[str, ...]) -> str | None:
    """The name of the room or place outdoors that a compound ends in, or None."""
    if not words:
        return None
    last = words[-1].removesuffix("s") if words[-1] in ("rooms", "streets", "gardens") else words[-1]
    if last in OUTDOORS or last in ROOMS:
        return last
    return None
