"""Nouns the catalogue may lack, each with what comes nearest, the best first."""

from spatialwm.lift.text.language.listed import listed

__all__ = ["HYPERNYMS", "NEAREST", "SMALL"]

_FAMILIES: dict[str, str] = {
    # candidates, the best first, separated by "/" : the nouns
    "armchair/chair": "throne,recliner,rocker,glider,sofa chair,barber chair,wing chair,dental chair,"
    "massage chair,gaming chair,lounger,wheelchair,car seat,papasan,egg chair,club chair,chaise,"
    "chaise longue,beanbag,bean bag,beanbag chair,bean bag chair,saddle",
    "chair": "high chair,rocking chair,waiting chair,reading chair,office chair,computer chair,"
    "desk chair,folding chair,rolling chair,deck chair,lawn chair,swing",
    "stool": "ottoman,pouf,barstool,footrest,piano stool,step stool,step,dentist stool,meditation cushion",
    "sofa": "futon,daybed,sectional,divan,davenport,love seat,booth,banquette,pew",
    "bench": "pew,window seat,bleacher,picnic bench,park bench,squat rack,weight bench,barre,ballet barre,"
    "rail,railing,fence,gate",
    "bed": "crib,cot,bunk bed,hammock,cradle,bassinet,mattress,pet bed,dog bed,stretcher,hospital bed,"
    "treatment table,gurney,massage table,examination table",
    "table": "bar table,poker table,pool table,billiard table,ping pong table,tennis table,foosball table,"
    "conference table,display table,craft table,train table,altar,air hockey table,banquet table,stage,"
    "platform,"
    "dais,island,kitchen island,podium",
    "side table/table": "pedestal,plinth,stand,hostess stand,music stand,lectern,easel,plant stand,"
    "end table,console,trolley,cart,utility cart,serving cart,bar cart,tea cart,luggage cart,tray table,"
    "luggage rack,shopping cart,wheelbarrow",
    "desk": "workbench,work bench,workstation,vanity,vanity table,dressing table,reception desk,bureau,"
    "drafting table,front desk,piano,upright piano,grand piano,keyboard piano,organ,drawing board,"
    "sewing machine table,checkout,till",
    "cabinet/sideboard": "counter,countertop,checkout counter,kitchen counter,credenza,buffet,console table,"
    "media console,entertainment center,entertainment unit,tv console,hutch,bar,bar counter,locker,"
    "filing cabinet,file cabinet,medicine cabinet,safe,vault,fireplace,stove,oven,dishwasher,washing machine,"
    "washer,dryer,radiator,heater,furnace,air conditioner,range,cooktop,sink,basin,toilet,bidet,bathtub,"
    "tub,shower,jacuzzi,aquarium,fish tank,terrarium,display case,showcase,printer stand,photocopier,"
    "copier,arcade machine,jukebox,pinball machine,generator,treadmill,elliptical,exercise bike,"
    "stationary bike,rowing machine,drum set,drum kit,barbecue,grill,coffin,sarcophagus,booth table",
    "wardrobe/cabinet": "fridge,refrigerator,freezer,vending machine,phone booth,server rack,armoire,"
    "closet,shower cabin,water heater,atm,grandfather clock,china cabinet,display cabinet,wine cabinet,"
    "wine cooler,elevator,screen divider,room divider,door frame,statue of liberty,arch,column,pillar,"
    "obelisk",
    "bookshelf": "ladder,rack,shelf unit,shelving unit,wine rack,shoe rack,coat rack,weight rack,"
    "magazine rack,spice rack,towel rack,dish rack,bike rack,storage rack,clothes rack,drying rack,"
    "etagere,shelving,pantry,staircase,stairs,scaffold,trellis,stand shelf,cubby,organizer",
    "floor lamp": "lamppost,lamp post,street lamp,street light,streetlight,chandelier,pendant,"
    "pendant light,pendant lamp,ceiling light,ceiling lamp,ceiling fan,fan,spotlight,torch,"
    "string light,fairy light,dental light,traffic light,disco ball,projector,tripod,pole,flagpole,flag,"
    "coat stand,hat stand,umbrella stand,umbrella,parasol,parking meter,fire hydrant,hydrant,stop sign,"
    "sign,signpost,mannequin,scarecrow,telescope,microphone stand,robotic arm,robot arm,crane,mast,"
    "punching bag,post,antenna,fountain,barber pole",
    "table lamp": "candle,candlestick,candelabra,candelabrum,lantern,oil lamp,nightlight,night light,bulb,"
    "sconce,wall sconce,wall light,wall lamp,lava lamp,candle holder,trophy,cup trophy,figurine,statuette,"
    "sculpture,statue,bust,ornament,award,hourglass,metronome,incense burner,snow globe",
    "plant/potted plant": "tree,flower,fern,cactus,succulent,bush,shrub,hedge,bonsai,palm,palm tree,"
    "bouquet,rose,tulip,orchid,herb,ivy,christmas tree,sunflower,daisy,lily,snake plant,monstera,aloe,"
    "flower pot,topiary,wreath,grass,weed,vine,branch,sapling,forest",
    "rug": "doormat,bath mat,yoga mat,exercise mat,mattress pad,blanket,throw,quilt,tablecloth,table cloth,"
    "bedspread,comforter,duvet,sheet,towel,area rug,runner,table runner,placemat,place mat,picnic blanket,"
    "throw blanket,hide,tarp,drop cloth,curtain,drape,tapestry,napkin,cloth,scarf",
    "picture": "mirror,frame,picture frame,photo frame,photograph,portrait,drawing,chalkboard,blackboard,"
    "whiteboard,white board,bulletin board,notice board,corkboard,pinboard,map,calendar,certificate,diploma,"
    "dartboard,sign board,board,projector screen,wall art,art,decal,banner,canvas,mural,fresco,plaque,"
    "window,clock,wall clock,watch,thermostat,wall hanging,chart,scoreboard,menu,menu board,light switch,"
    "neon sign,blind,medal",
    "basket": "hamper,laundry basket,bag,backpack,handbag,purse,shopping bag,tote,sack,pouch,picnic basket,"
    "helmet,hat,cap,nest,net,glove,baseball glove,pet food bag,gift bag,bean sack,sleeping bag",
    "bin": "bucket,trash,garbage can,recycling bin,recycle bin,umbrella holder,barrel,keg,pail,drum,"
    "tank,planter,dustbin,churn,cauldron,cooler,ice bucket,utensil holder,fire extinguisher,"
    "extinguisher,gas cylinder,speaker stand",
    "box": "chest,toy chest,toy box,trunk,suitcase,luggage,briefcase,package,parcel,carton,case,toolbox,"
    "tool box,crate,jewelry box,shoe box,cooler box,tissue box,gift,present,cash register,printer,"
    "commercial printer,3d printer,scanner,fax machine,speaker,loudspeaker,subwoofer,amplifier,"
    "microwave,toaster,toaster oven,radio,stereo,record player,turntable,typewriter,sewing machine,"
    "coffee machine,coffee maker,espresso machine,blender,mixer,rice cooker,air fryer,kettle,humidifier,"
    "air purifier,game console,console,router,modem,computer tower,tower,pc,gaming pc,computer case,"
    "desktop,desktop computer,server,battery,bread box,lunch box,cage,bird cage,birdcage,pet carrier,"
    "dog house,doghouse,dollhouse,aquarium tank,safe box,brick,block,building block,cube,dice,lego,"
    "board game,puzzle,game,clock radio,alarm clock,bedside clock,scale,planter box,bale,ammunition box,"
    "loaf,cake,car,truck,bus,train,airplane,aeroplane,plane,boat,ship,motorcycle,motorbike,bicycle,"
    "bike,scooter,van,tractor,skateboard,surfboard,snowboard,ski,sled,rock,boulder,stone,horse,cow,sheep,"
    "elephant,zebra,giraffe,bear,polar bear,dog,cat,lion,tiger,pig,goat,deer,animal,robot,dinosaur,"
    "stuffed animal,teddy bear,teddy,doll,toy,plush toy,action figure,puppet,house,shed,tent,hut,stall,"
    "market stall,building,kiosk,well,bridge,tower building,castle,barn,garage,cabin,snowman,monument,"
    "guitar,violin,cello,drum,trumpet,saxophone,harp,camera,sandwich,hot dog,pizza box,tool,toolkit,"
    "peripheral,electronic peripheral,electronic device,device,gadget,glue,crayon box,first aid kit,"
    "dental tool,drill,saw,machine,engine,anvil,bathroom scale,heater box,pasta pack,pack,packet,cereal",
    "tv/monitor": "television,flat screen,flatscreen,display screen,monitor,computer monitor,screen",
    "laptop": "tablet,ipad,phone,cell phone,smartphone,mobile phone,telephone,remote,remote control,"
    "controller,game controller,calculator,keyboard,computer keyboard,mouse,computer mouse,e-reader,"
    "mouse pad,keypad,clipboard,tray,serving tray,breakfast tray,cutting board,chopping board,"
    "chess board,chessboard,chess set,envelope,folder,stapler,scissors,palette",
    "ball": "globe,basketball,soccer ball,exercise ball,beach ball,baseball,tennis ball,bowling ball,"
    "orange,apple,melon,watermelon,pumpkin,lemon,lime,peach,pear,tomato,onion,cabbage,lettuce,fruit,"
    "vegetable,potato,carrot,broccoli,banana,egg,coconut,pineapple,balloon,cheese,bread,croissant,donut,"
    "doughnut,muffin,cookie,cupcake,bun,avocado,grape,mushroom,pepper,cherry,strawberry,marble,orb,"
    "frisbee,bird,duck,hen,chicken,mouse animal,hamster,turtle,frog,fish,seashell,shell,pinecone,"
    "tire,wheel,tyre,weight plate,weight,dumbbell,barbell,kettlebell,yarn,hula hoop,bell,gong,"
    "alarm,smoke detector,record,vinyl record,disc,cd,dvd",
    "cushion": "pillow,floor cushion,plush,mattress topper,pad,seat cushion,bolster",
    "plate": "dish,saucer,platter,pan,frying pan,pizza,pie,ashtray,lid,coaster,clock face",
    "bowl": "fruit bowl,pot,cooking pot,saucepan,wok,salad bowl,basin bowl,mixing bowl,colander,helmet bowl,"
    "crockpot,pet bowl,dog bowl",
    "vase": "jug,pitcher,teapot,urn,jar,spice jar,cookie jar,decanter,amphora,carafe,watering can,ewer,"
    "kettle",
    "bottle": "flask,wine bottle,water bottle,beer bottle,thermos,soap dispenser,spray bottle,shampoo,"
    "perfume,ketchup,can,soda can,beer can,tin,paint can,paint bucket,tube,canister,salt shaker,"
    "pepper shaker,pepper mill,glue stick,candle jar,lotion,toothpaste,microphone,pepper grinder",
    "mug": "cup,teacup,coffee cup,cup of tea,cup of coffee,pencil holder,pen holder,toothbrush holder,"
    "measuring cup,pencil cup,creamer,tankard,stein",
    "glass": "wine glass,champagne glass,goblet,tumbler,flute,shot glass,beaker,chalice,test tube,jar glass",
    "book": "title,novel,magazine,art magazine,newspaper,notebook,journal,diary,notepad,paper,document,"
    "letter,"
    "comic,comic book,cookbook,textbook,manual,dictionary,picture book,card,playing card,photo album,"
    "album,map book,binder,pen,pencil,crayon,marker,fork,knife,spoon,utensil,cutlery,silverware,"
    "chopstick,spatula,ladle,whisk,toothbrush,comb,brush,paintbrush,hairbrush,wrench,hammer,screwdriver,"
    "plier,ruler,key,wallet,glasses,sunglasses,shoe,boot,sneaker,slipper,sandal,tie,sock,shirt,jacket,"
    "coat,dress,clothes,chocolate,soap,brick book,headphones,earphone,headset,charger,cable,wire,rope,"
    "doll shoe,tie clip,belt,ticket,coin,stamp,badge,jewelry,necklace,ring,bracelet,pet toy,domino",
}
"""Candidates to nouns. A candidate that is not in the catalogue is passed over."""

NEAREST: dict[str, tuple[str, ...]] = {}
for _candidates, _nouns in _FAMILIES.items():
    for _noun in _nouns.split(","):
        NEAREST.setdefault(_noun, (_noun, *_candidates.split("/")))

HYPERNYMS: dict[str, frozenset[str]] = {
    "fruit": frozenset(listed("apple orange banana pear lemon lime peach grape melon cherry plum")),
    "vegetable": frozenset(listed("carrot onion tomato potato broccoli cabbage pepper")),
    "utensil": frozenset(listed("fork knife spoon spatula ladle")),
    "cutlery": frozenset(listed("fork knife spoon")),
    "dish": frozenset(listed("plate bowl saucer")),
    "seat": frozenset(listed("chair armchair sofa stool bench")),
    "couch": frozenset(listed("sofa loveseat")),
    "sofa": frozenset(listed("couch loveseat sectional")),
    "bookcase": frozenset(listed("bookshelf shelf")),
    "bookshelf": frozenset(listed("bookcase shelf")),
    "shelf": frozenset(listed("bookcase bookshelf rack")),
    "nightstand": frozenset(["table"]),
    "tv": frozenset(["television"]),
    "television": frozenset(["tv"]),
    "fridge": frozenset(["refrigerator"]),
    "refrigerator": frozenset(["fridge"]),
    "cabinet": frozenset(listed("sideboard dresser cupboard")),
    "light": frozenset(listed("lamp chandelier sconce lantern")),
    "lamp": frozenset(listed("lantern sconce")),
    "plant": frozenset(listed("fern cactus tree flower")),
    "container": frozenset(listed("box basket bin jar bowl")),
    "table": frozenset(listed("desk")),
    "picture": frozenset(listed("painting photo photograph print poster")),
    "painting": frozenset(listed("picture artwork")),
    "animal": frozenset(listed("dog cat horse cow sheep elephant zebra giraffe bear bird")),
    "vehicle": frozenset(listed("car truck bus van")),
    "computer": frozenset(listed("laptop pc")),
    "stand": frozenset(["tv stand"]),
    "rug": frozenset(listed("carpet mat")),
    "carpet": frozenset(listed("rug")),
    "holder": frozenset(),
}  # fmt: skip
"""General nouns to the heads of the special ones they may refer back to."""

SMALL = frozenset(
    listed(
        "peripheral device gadget tool toy doll game puzzle brick record camera glue phone router dice "
        "cube card pack packet dumbbell weight clock radio toaster kettle blender mixer gift present "
        "pencil pen crayon marker glove hat cap helmet food fruit apple orange banana bread cheese egg "
        "potato carrot can jar shoe boot slipper scissors fork knife spoon utensil napkin towel trophy "
        "figurine statuette candle bell egg cookie donut sandwich pizza cake globe keyboard mouse tablet "
        "remote controller calculator tray speaker console headphones teddy bird cup mug ornament frame "
        "jewelry wallet key soap bottle brush comb cd dvd disc domino lego teapot jug pitcher cutlery "
        "silverware magazine newspaper paper letter notebook novel book hourglass metronome palette "
        "stapler block flower bouquet record-player typewriter drill hammer wrench screwdriver pan pot pc "
        "desktop title"
    )
)
"""Last words of nouns that are put on furniture though the catalogue may not say so."""
