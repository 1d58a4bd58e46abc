"""Nouns that are not known, with the nearest thing that is. Using one is noted in the scene."""
# fmt: off

__all__ = ["SUBSTITUTES"]

_BY_STAND_IN = {"armchair": "seat of honour, porch chair, nursing chair, swing chair, egg chair",
    "bench": "church pew, bleacher, bleachers, settle, perch, vanity bench, window seat, banister",
    "bed": "murphy bed, water bed, berth, litter, bedstead, nest, coffin, sarcophagus, incubator",
    "cabinet": "closet organizer, counter cabinet, larder, kitchenette, toolchest, sink base, "
    "dispenser cabinet, card catalog, jukebox cabinet",
    "bookshelf": "bookstand, etagere, magazine rack, magazine stand, newspaper stand, ladder shelf, "
    "newspaper rack, brochure rack, pigeonhole",
    "box": "chest box, carrier, cage, birdcage, bird cage, pet carrier, cat carrier, kennel, "
    "litter box, hutch box, pallet, ballot box, tackle case",
    "basket": "picnic hamper, wicker hamper, bushel, creel, flower basket",
    "bin": "spittoon, compost bin, ashtray bin, diaper pail",
    "table": "turntable stand, sewing table, massage stand, roulette table, craps table, "
    "light table, water table, lazy susan, train table",
    "desk": "cubicle, rolltop desk, secretary, lap desk, escritoire, control panel, "
    "command console, workstation, drawing desk, switchboard",
    "side table": "smoking table, butler table, tea trolley table, tripod table, drum table",
    "stool": "tuffet, milking stool, mushroom stool, ball chair, saddle chair, tree stump stool",
    "counter": "sushi bar, ice cream counter, deli counter, buffet counter, nurses station, "
    "salad bar, bakery counter, dj table",
    "lantern": "beacon, jack o lantern, gas lamp, signal lamp, oil burner, diffuser",
    "candle": "votive, wax candle, match, sparkler, torch flame",
    "floor lamp": "heat lamp, tiffany lamp, reading light, lava light",
    "painting": "fresco, icon, stained glass, engraving, collage, sketch, photo print, "
    "self-portrait, watercolor, etching, mosaic, relief",
    "poster": "sticker, decal, map poster, infographic, timetable, advertisement, certificate, "
    "diploma, banner flag, wall chart, height chart",
    "mirror": "reflector, shaving mirror, vanity mirror, window, skylight, porthole",
    "whiteboard": "planner board, glass board, score board, departure board, magnet board, "
    "interactive board",
    "vase": "jug vase, pitcher vase, ornamental jar, ewer vase, cremation urn, hookah, shisha, "
    "crystal ball, hourglass, snow globe, beaker, test tube, erlenmeyer flask, vial, " "lamp oil",
    "bowl": "colander, sieve, strainer, mortar, pestle, basin bowl, font, ashtray, petri dish, "
    "dog dish, singing bowl, gong, sugar bowl, gravy boat, punch bowl",
    "jar": "piggy bank, tea caddy, flour bin, sugar jar, medicine jar, ink bottle, inkwell, "
    "aftershave, nail polish, foundation bottle, candle jar, pickle, sauce, peanut butter",
    "bottle": "fire extinguisher bottle, oxygen tank, gas bottle, hot water bottle, baby bottle, "
    "potion, cleaning product, cleaner, bleach, hair spray, sunscreen, mustard, vinegar, "
    "soy sauce, whiskey, vodka, rum, champagne, juice, lemonade",
    "mug": "trophy cup, measuring cup, sippy cup, tankard, bottle cap, thermos cup, "
    "hot chocolate, cappuccino, latte, smoothie",
    "plate": "petri plate, hubcap plate, cymbal plate, discus, tile, floor tile, palette, "
    "tortilla plate, cake stand, cheese plate, hot plate, trivet, gong plate",
    "utensil": "peeler, corkscrew, bottle opener, tea strainer, tea infuser, garlic press, skewer, "
    "toothpick, egg beater, straw, pastry brush, nutcracker, thermostat dial",
    "tool": "clamp, vise, plumb bob, level, ruler, protractor, compass, stethoscope, "
    "magnifying glass, otoscope, barometer, pincushion, sickle, scythe, shield, spear, "
    "bow, arrow, boomerang, anchor, horseshoe, trap, whip",
    "cardboard box": "shipping box, storage carton, hat box, hatbox, mystery box, cake box, pizza box, "
    "bento, bento box, takeout box, jewelry case, archive box, gift wrap",
    "monitor": "display panel, oscilloscope, heart monitor, medical monitor, sonar, dashboard, "
    "ultrasound machine, ultrasound, x-ray machine, x-ray viewer, video wall, simulator, " "mri machine",
    "printer": "plotter, shredder, paper shredder, label maker, cash box, laminator, "
    "printing press, card reader, vinyl cutter",
    "laptop": "gameboy, handheld console, e-book, walkie talkie, walkie-talkie, metronome, pager, "
    "game boy, organizer, hearing aid",
    "microwave": "sterilizer, food warmer, bread box, breadbox, popcorn machine, deep fryer, fryer, "
    "ice maker, hot dog roller, centrifuge, crock pot, rotisserie",
    "refrigerator": "ice cream freezer, wine refrigerator, display fridge, cold case, drinks cooler, "
    "display freezer, incubator cabinet, phone box, elevator, changing room, "
    "wardrobe box, portable toilet",
    "vacuum cleaner": "lawn mower, lawnmower, pressure washer, leaf blower, sprayer, weed trimmer, "
    "snow blower, carpet cleaner",
    "gaming pc": "air compressor, compressor, generator, battery, transformer, ups, mainframe, "
    "inverter, dehumidifier",
    "teddy bear": "stuffed rabbit, stuffed elephant, stuffed dog, stuffed dinosaur, dinosaur, "
    "toy dinosaur, unicorn toy, stuffed unicorn, furby, stuffed cat, stuffed lion, "
    "toy animal, toy bear, bear toy", "horse": "unicorn, pegasus, centaur, carousel horse, carousel",
    "lion": "dragon, griffin, bobcat, hyena, crocodile, alligator, lizard, dinosaur statue, "
    "turtle, tortoise, iguana, frog, toad",
    "bird": "bat animal, butterfly, bee, insect, dragonfly, cuckoo, hummingbird, spider, "
    "mouse animal, crab, snail, beetle, ladybug",
    "fish": "lobster, octopus, seahorse, squid, jellyfish, starfish, seashell, shell, shrimp, "
    "snake, eel, oyster",
    "person": "mermaid, ghost, astronaut, soldier, ballerina, clown, angel, witch, vampire, king, "
    "queen, prince, princess, wizard, superhero, elf, fairy, zombie, alien, santa, pirate",
    "statue": "obelisk, tombstone, gravestone, headstone, totem pole, sphinx, idol, buddha, "
    "menhir, dolmen, sundial, grave, memorial, nutcracker soldier",
    "sculpture": "vessel, wind chime, windchime, music globe, crystal, gem, fossil, "
    "seashell decoration, geode, award, medal, mask decoration, carving, skeleton, "
    "centrepiece, snowflake, star, heart, ornament ball", "potted plant": "",
    "plant": "vine, seedling, sapling, bamboo, moss, reed, water lily, mint, tomato plant, "
    "venus flytrap, vegetable garden, flower bed, raised bed, garden bed, crop, wheat",
    "tree": "beech, elm, sequoia, baobab, treehouse, tree house, orchard tree, olive tree, acacia",
    "rock": "iceberg, cliff, cave, asteroid, meteorite, coral, mountain, hill, volcano, "
    "sand castle, sandcastle, sand dune, snowdrift, haystack, hay bale, hay, snow pile",
    "car": "limousine, hearse, go-kart, kart, golf cart, buggy, dune buggy, race kart, sleigh, "
    "chariot, forklift, carousel car, bumper car",
    "bus": "caravan, motorhome, mobile home, trolley bus, streetcar, cable car, monorail, " "gondola lift",
    "boat": "submarine, galleon, cruise ship, ark, hovercraft, jet ski, houseboat, catamaran, "
    "tugboat, steamboat, cargo ship, lifeboat, pontoon, buoy",
    "airplane": "hang glider, hot air balloon, hot-air balloon, zeppelin, blimp, ufo, space shuttle, "
    "satellite, biplane, seaplane",
    "bicycle": "penny farthing, recumbent, pedal cart, tandem, cargo bike, bmx, segway",
    "house": "igloo, yurt, tipi, log cabin, summer house, gatehouse, palace, kennel house, "
    "stable, hovel, hangar, mosque, synagogue, pagoda, station, train station, airport, "
    "bank, library, post office, police station, fire station, cinema, theater, theatre, " "gym, stadium",
    "fence": "turnstile, hurdle, roadblock, barricade, stanchion, rope barrier, velvet rope, "
    "crowd barrier, baby gate, fireplace screen, fire screen, stairs, staircase, " "escalator, stile",
    "street lamp": "utility lamp, gas light, flood lamp, stadium light, windsock, weather vane, "
    "antenna, radio tower, satellite dish, solar panel, wind turbine, flag pole",
    "exercise bike": "hip abductor, vibration plate, gymnastics horse, pommel horse, balance beam, "
    "stair master, inversion table, bosu ball, leg curl machine, pilates reformer",
    "ball": "marble, bowling pin, shuttlecock, puck, hockey puck, snowball, christmas ornament, "
    "bauble, planet, moon, sun, orb, pearl, yarn, ball of yarn, bead, hacky sack",
    "drum set": "timpani, bass drum, tambourine, maracas, cajon, steel drum, bells, "
    "triangle instrument, gong stand",
    "guitar": "lute, mandolin, sitar, lyre, balalaika, contrabass, harpsichord lute, bagpipes",
    "trumpet": "harmonica, recorder, piccolo, bassoon, bugle, megaphone, whistle, accordion, kazoo, "
    "horn loudspeaker",
    "clothes": "bikini, swimsuit, shorts, vest, cardigan, blouse, kimono, poncho, cape, underwear, "
    "bra, tights, leggings, mitten, jersey, sweatshirt, wedding dress, tuxedo, gown, "
    "life jacket, life vest, fabric, diaper, pajama, bib",
    "bread": "pita, naan, rolls, breadstick, pretzel bread, loaf cake, banana bread, brioche, "
    "dumpling, spring roll, eclair, strudel, fish stick",
    "meal": "salad plate, lasagna, casserole dish, barbecue ribs, fish and chips, kebab, "
    "dim sum, ramen, stew, stir fry, bacon, meatball, oatmeal, porridge, popcorn, "
    "guacamole, dip, hummus, caviar, tv dinner, falafel",
    "cookie": "marshmallow, fudge, gum, peanut, almond, pill, gummy bear, seed, popsicle, pudding, "
    "jelly, chocolate bar, candy bar, donut hole, truffle",
    "shopping bag": "goodie bag, sandwich bag, hiking bag, tool pouch, pouch, money bag, popcorn bag, "
    "bag of groceries, golf bag, body bag",
    "rug": "tatami, bearskin, animal skin, sheepskin, red carpet, hopscotch mat, tarp, "
    "picnic blanket, beach mat, floor cushion mat, prayer rug",
    "curtain": "backdrop, mosquito net, canopy curtain, stage curtain, green screen, "
    "tapestry curtain, bead curtain, veil",
    "ladder": "rope ladder, stairs ladder, step, platform ladder, attic ladder, stile ladder, " "stilts",
    "pedestal": "stage, platform, dais, riser, altar stone, birdbath stand, stool pedestal, "
    "speaker stand, tv tower, display plinth, step platform, catwalk, runway, "
    "monitor stand, laptop stand, book stand, bookend",
    "wheelchair": "rollator, walker, mobility scooter, crutch, gurney, iv stand, iv pole, drip stand, "
    "crutches, baby walker",
    "router": "smoke detector, smoke alarm, doorbell, light switch, socket, power outlet, outlet, "
    "intercom, alarm, security alarm, sensor, usb drive, usb stick, memory card, "
    "adapter, smart speaker, bluetooth speaker, alexa",
    "water dispenser": "hot water tank, water tank, water heater, water purifier, water filter, beer tap, "
    "soap machine, gumball machine",
    "workbench": "sawhorse, lathe, drill press, band saw, welding table, planer, milling machine, "
    "jigsaw table, grinding machine, conveyor belt, conveyor, assembly line, " "press machine",
    "sink": "trough, laundry tub, washtub, bird fountain, footbath, baptismal font, " "ablution basin",
    "treatment table": "hospital trolley, tanning bed, dissection table, tattoo bed, reformer, "
    "changing mat, float tank", "christmas tree": "maypole, festive tree, menorah tree, hanukkah bush",
    "string light": "party decoration, party decorations, streamer, tinsel, paper chain, pom pom, "
    "confetti, christmas decoration, christmas stocking, stocking, party banner, " "paper lanterns"}

SUBSTITUTES: dict[str, str] = {noun.strip(): stand_in for stand_in, nouns in _BY_STAND_IN.items()
    for noun in nouns.split(",") if noun.strip()}
