"""What stands in a place of which only the name is said: "a cosy living room", "a street at night"."""

# ruff: noqa: E501  (a place a line)

__all__ = ["usually_in"]

_BY_PLACE: dict[str, str] = {
    "living lounge den parlor parlour loft apartment flat suite studio-apartment home house cabin cottage":
        "a sofa, an armchair, a coffee table with a vase on it, a bookshelf, a floor lamp and a plant",
    "bedroom bedchamber dorm hostel hotel inn":
        "a double bed, two nightstands with a table lamp on each, a wardrobe and a chest of drawers",
    "kitchen pantry":
        "a fridge, a stove, a sink, a counter with a kettle on it, and a round table with two chairs and a bowl of "
        "fruit on it",
    "dining": "a dining table, six chairs around the table, a vase on the table and a cabinet against the wall",
    "bathroom washroom restroom toilet-room spa": "a bathtub, a sink, a toilet, a mirror and a towel rack",
    "office study workspace cockpit":
        "a desk with a laptop on it, an office chair, a bookshelf, a filing cabinet and a plant",
    "boardroom courtroom": "a conference table, eight chairs around the table, a whiteboard on the wall and a plant",
    "library bookstore": "four bookshelves, a table with three books on it, two chairs and a floor lamp",
    "classroom school": "six desks, six chairs, a blackboard on the wall and a globe",
    "nursery": "a crib, a rocking chair, a teddy bear, a toy box and a lamp",
    "playroom kindergarten preschool daycare":
        "a low table, four stools around the table, a toy box, a teddy bear, a ball and a bookshelf",
    "gym": "two treadmills, an exercise bike, a bench press, a yoga mat and three dumbbells",
    "garage workshop shed": "a workbench with a toolbox on it, a bicycle, two tires and a ladder",
    "basement attic closet warehouse": "six cardboard boxes, a trunk, a bicycle and a lamp",
    "hallway hall corridor lobby foyer":
        "a console table with a vase on it, a mirror, a coat rack, a bench and a plant",
    "cafe restaurant diner bakery cafeteria canteen":
        "three round tables, six chairs, a counter and a coffee machine on the counter",
    "bar pub tavern": "a bar counter, four bar stools, a round table with two chairs, a barrel and a dartboard",
    "store shop supermarket boutique showroom pharmacy":
        "a counter with a cash register on it, two display cases, a bookshelf and a plant",
    "salon barbershop": "two armchairs, two mirrors, a counter and a plant",
    "clinic hospital ward veterinary laboratory lab":
        "a hospital bed, a cabinet, a sink, a stool and a filing cabinet",
    "museum gallery studio": "two statues, three paintings on the wall and a bench",
    "theater theatre cinema auditorium ballroom": "a piano, a stool, eight chairs and a podium",
    "church chapel temple": "an altar, four pews and two candles on the altar",
    "palace castle mansion throne-room chamber": "a throne, a long table, six chairs around the table and two statues",
    "dungeon cellar vault prison cell": "a wooden table with a candle on it, a barrel, a chest and a stool",
    "barn stable farm pasture village": "a horse, two cows, a barrel, three crates and a fence",
    "sunroom conservatory greenhouse": "four plants, a bench, a table with a flower pot on it and a watering can",
    "laundromat laundry": "two washing machines, a dryer, a laundry basket and a table",
    "arcade casino": "three arcade machines, a pool table and two bar stools",
    "camp campsite forest woods woodland clearing jungle":
        "a tent, a campfire, two logs and three trees",
    "street road alley sidewalk promenade city town driveway parking-lot":
        "a street lamp, a parked car, a bench, a mailbox and a tree",
    "market marketplace": "three market stalls, four crates, a bench and a tree",
    "square plaza courtyard": "a fountain, two benches, a street lamp and a tree",
    "harbour harbor quay pier dock": "a boat, three crates, two barrels, a bench and a street lamp",
    "garden yard backyard patio terrace balcony rooftop porch deck garden-party":
        "a table, four chairs around the table, a bench, a parasol and a tree",
    "park lawn meadow field orchard vineyard": "two benches, three trees and a picnic table",
    "playground": "a swing, a slide, a seesaw, a bench and a tree",
    "beach shore coast seaside lakeside riverside lake river":
        "two deck chairs, a parasol, a cooler and a beach ball",
    "desert": "three rocks, a cactus and a tent",
    "room interior space lounge": "a table, two chairs, a bookshelf, a floor lamp and a plant",
}  # fmt: skip
"""Names of places to what is usual there, in the words a text would have."""


def usually_in(place: str) -> str:
    """What is usual in a place, in words.

    Args:
        place: Its name, such as ``living room`` or ``street``; what stands before the last word decides.
    """
    words = place.split()
    for word in (*words[:-1][::-1], *words[-1:]):
        for names, things in _BY_PLACE.items():
            if word in names.split():
                return things
    return "two trees, a bench and a rock"
