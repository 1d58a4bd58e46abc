"""The words that are understood, as tables."""

import re

__all__ = [
    "DIRECTIONS",
    "ENTERS",
    "RELATIONS",
    "VERBS",
    "base_form",
    "compact",
    "done_form",
    "normalize",
    "verb_at",
]

_KINDS: dict[str, str] = {
    "place": "put,place,set,lay,relocate,hide,tuck,pop,plop,park,store,deliver,hang,lower,settle,put "
             "back,prop,stack,bring,carry,position,leave,return,deposit,stand,rest,transfer,arrange"
    ",balance,move over,take over,set up,stow,stick,sit,seat,transport,dump,shelve",
    "release": "set down,lay down,let go of,let go,put down,release,drop,let loose of,let loose,unhand,let"
               " fall",
    "open": "open up,open,pull open,swing open,slide open,push open,unlock,crack open",
    "close": "close up,close,shut,pull shut,push shut,swing shut,slam shut,slide shut",
    "spawn": "add,add in,build,produce,materialize,materialise,replicate,spawn,create,insert,make "
             "another,conjure up,conjure,summon,generate,introduce,duplicate"
             ",clone"
    ",copy,bring in,make appear",
    "remove": "remove,despawn,unspawn,purge,do away with,ditch,banish,zap,scrap,lose,kill,whisk "
              "away,delete,get rid of,take "
              "away,destroy,erase,eliminate,discard,dispose of,vanish,clear"
              " away"
    ",throw out,wipe out,dismiss,obliterate,take out,clear",
    "paint": "paint,coat,colour,color,dye,recolor,recolour,repaint,tint,spray,make,stain,spray "
             "paint,spray-paint",
    "jump": "jump,hop,spring,bound,leap,bounce",
    "crouch": "crouch,duck,get low,cower,drop to your knees,bob down,go down on your knees,hide "
              "yourself,squat,kneel,bend down,get down,hunker down,stoop,bend over,sit down,hunch,bend"
              " your knees"
    ",lower yourself,make yourself small",
    "stand": "stand up,get up,rise,straighten up,stand upright,stand tall,stand straight,get back up,get"
             " to your feet"
    ",stop crouching,uncrouch,come back up,straighten",
    "pull": "pull on,reel in,lug,pull at,tug at,tug on,yank on,yank at,pull,drag,tug,draw,haul,yank,tow",
    "tip": "knock over,tip over,push over,topple over,topple,overturn,upset,upend,knock down,flip over"
           ",turn over"
    ",kick over,tip,tilt over,flip,bowl over,throw over,push down,bring down,fell",
    "push": "push,shove,hit,knock,kick,nudge,slide,roll,tap,bump,strike,sweep,bash,punch,poke,prod,slap,smack"
    ",whack,flick,boot,budge,shift,thrust,press,ram,jostle,scoot,propel,thump,swat,bat,elbow,smash,slam"
    ",displace,punt,drop kick,drop-kick,dropkick,swipe,brush,jab,dribble,heave,trundle,hustle"
    ",force,shunt,send,tap on,knock on,knock against,bang on,bump against,push at,shove at,kick at,poke at"
    ",lean on,press against,push against,push on,press on,lean against,keep pushing,wheel,bang",
    "grasp": "pick up,take hold of,get hold of,get a hold of,grab hold of,grasp,grab,take,seize,hold on to"
             ",hold onto"
    ",hold,lift up,lift,get,pick,fetch,catch,grip,clutch,collect,snatch,raise,reach for,retrieve,hang on to"
    ",hang onto,scoop up,keep hold of,pluck,nab,hoist,pick out,lift off,acquire",
    "throw": "throw,toss,fling,hurl,chuck,lob,pitch,cast,launch,sling,catapult,bowl,yeet",
    "move": "move,walk,go,step,run,approach,sidestep,head,stroll,march,wander,sprint,jog,dash,hurry,rush"
            ",proceed"
    ",advance,retreat,back up,back away,back off,back,come,travel,strafe,stride,tiptoe,creep,sneak,reach"
    ",visit"
    ",get to,keep walking,continue,amble,saunter,shuffle,pace,make for,set "
    "off,trot,chase,follow,trudge,hike,mosey,back out,stagger,climb,pop over,cross,translate",
    "look": "look,glare,look over,admire,check on,find,look for,locate,look "
            "back,turn,spin,whirl,face,gaze,glance,stare,watch,peek,peer,rotate,observe,examine,inspect"
            ",check out"
            ",check,see,pivot"
    ",swivel,focus on,aim",
    "wait": "wait,linger,stand by,remain,sleep,pause,hold on,hang on,do nothing,stand "
            "still,stay,freeze,idle,stop,hold still,be still"
            ",keep still"
    ",relax,chill",
}  # fmt: skip
VERBS: dict[str, str] = {verb: kind for kind, verbs in _KINDS.items() for verb in verbs.split(",")}
"""First words of a clause -> what is done. The longest match counts."""

DIRECTIONS: dict[str, str] = {
    phrase: way
    for way, phrases in {
        "left": "to the left side,to the left,to my left,to your left,to its left,to left,towards the left"
        ",leftwards,leftward,left,counterclockwise,anticlockwise,counter clockwise,anti clockwise"
        ",to the left hand side,sideways,aside,to the side,to one side,out of the way",
        "right": "to the right side,to the right,to my right,to your right,to its right,to right"
        ",towards the right,rightwards,rightward,right,clockwise,to the right hand side",
        "forward": "away from me,away from us,away from the camera,away from you,away from yourself,away "
                   "from myself,away,forwards,forward"
        ",straight ahead,straight forward,straight on,straight,ahead,to the front,in front of you,onward"
        ",onwards"
        ",to the back of the room,farther away,further away,further back",
        "back": "towards you,towards us,towards the camera,towards the viewer,to the camera,to us,my "
                "way,this way,towards yourself,towards myself,to you,towards me,to me,backwards,backward,back"
        ",around,in my direction,in your direction,to the rear,closer to me,closer to you,closer to yourself"
        ",closer,nearer,nearer to me,over here,here,behind you,behind me,to yourself,behind yourself",
        "up": "upwards,upward,up,up in the air,up into the air,high into the air,in the air,into the air"
              ",to the ceiling,at the ceiling,straight up",
        "down": "downwards,downward,down,at the floor,at the ground,at your feet,to the floor,to the ground",
    }.items()
    for phrase in phrases.split(",")
}  # fmt: skip
"""Seen from the agent."""

RELATIONS: dict[str, str] = {
    word: relation
    for relation, words in {
        "away": "away from,farther from,further from",
        "off": "off of,off,from,outof,over the edge of,down from,over the side of",
        "towards": "towards,toward,to,at,onto,under,closerto,up to,over to,across to,near to",
        "into": "into,against",
        "over": "over",
        "edge": "edgeof",
    }.items()
    for word in words.split(",")
}  # fmt: skip
"""Between an object and its goal."""

_SURFACES = "table|desk|counter|bed|sofa|couch|shelf|bookshelf|bench|nightstand|cabinet|dresser|rug|carpet"
_COMPACT: tuple[tuple[str, str], ...] = (
    (rf"\bon the (?:left|right)(?:[ -]hand)? side of (?=the (?:[a-z]+ )?(?:{_SURFACES})\b)", "on "),
    (r"\b(?:nearest|closest)(?: to)?(?= (?:the|a|an|my|me|you|it|its)\b)", "nearest"),
    (r"\b(?:nearest|closest) to\b", "nearest"),
    (r"\b((?:that|which) (?:is|are) |ones? )(?:farther|further)(?: away)? from\b", r"\1farthest"),
    (r"\b((?:that|which) (?:is|are) |ones? )(?:closer|nearer) to\b", r"\1nearest"),
    (r"\b(?:farthest|furthest)(?: away)?(?: from)\b", "farthest"),
    (r"\b(?:closer|nearer)(?: up)? to (?=(?:me|you|us|yourself|myself)\b)", "towards "),
    (r"\b(?:closer|nearer)(?: up)? to\b|\b(?:closer|nearer) towards\b", "closerto"),
    (r"\b(?:next to|adjacent to|close to|close by|alongside(?: of)?|at the side of|by the side of|near to"
     r"|nearby"
     r"|in the vicinity of|at the foot of|right by|side by side with)\b", "beside"),
    (r"\ball the way (?=to )", ""),
    (r"\b(?:(?:to|on|at|towards) (?:the |its )?)?left(?:[ -]hand)?(?: side)? of\b", "leftof"),
    (r"\b(?:(?:to|on|at|towards) (?:the |its )?)?right(?:[ -]hand)?(?: side)? of\b", "rightof"),
    (r"\b(?:to|on|at) the left(?: of)? (?=(?:the|an|my|a(?! (?:quarter|third|half|bit|little"
     r"|tad)))\b)", "leftof "),
    (r"\b(?:to|on|at) the right(?: of)? (?=(?:the|an|my|a(?! (?:quarter|third|half|bit|little"
     r"|tad)))\b)", "rightof "),
    (r"\bin front of\b", "infront"),
    (r"\b(?:in back of|at the back of|to the rear of|at the rear of|to the back of)\b", "behind"),
    (r"\b(?:on top of|atop(?: of)?|upon)\b", "on"),
    (r"\bon to (?=the|a|an|my|it)\b", "onto "),
    (r"\b(?:underneath|beneath|below)\b", "under"),
    (r"\b(?:in between|in the middle of (?=.+ and )|halfway between)\b", "between"),
    (r"\bin the (?:direction of|general direction of)\b", "towards"),
    (r"\btoward\b", "towards"),
    (r"\b((?:first|second|third|fourth|fifth|last) (?:one )?(?:[a-z]+ )?)from (?:the |your |my )?"
     r"(?=left|right|back|front)", r"\1fromside "),
    (r"\bout of (?!the way\b)", "outof "),
    (r"\b(?:to|near|towards|up to) the (?:very )?(left|right)(?:[ -]hand)? (?:edge|end|rim|border) "
     r"of\b", r"\1 edgeof"),
    (r"\b(?:to|near|towards|up to) the (?:very )?(?:(?:front|back|near|far|nearest) )?(?:edge|end|rim"
     r"|border) of\b", "edgeof"),
    (r"\b(?:over|off|past|from) the (?:edge|side|end|rim) of\b", "off"),
    (r"\b(?:over|off) the (?:edge|side)$", "off"),
    (r"\b(?:off|over) (?:off|of) ", "off "),
    (r"\bover (?=(?:to|towards) (?:me|you|us|yourself)\b)", ""),
    (r"\bround (?=the|a|an|my|it|that)\b", "around "),
    (r"\b(?:sideways|aside|all the way) (?=(?:to the )?(?:left|right)\b|back\b|forwards?\b|down$|up$)", ""),
    (r"(?<!\bthe )\b(?:right|directly|straight|all the way|immediately) (?=beside|infront|behind|under|to "
     r"|towards"
     r"|into|leftof|rightof|at |up to|over to|onto|on )", ""),
)  # fmt: skip
"""Relations of several words -> one, so that none begins with another."""
_COMPACTED = tuple((re.compile(pattern), to) for pattern, to in _COMPACT)

ENTERS = re.compile(
    r"^(?:(?P<np>(?:an?|another|the) .+?) (?:to )?(?:rolls?|slides?|comes?|glides?|enters?)(?: rolling"
    r"| sliding)?"
    r"|(?:roll|slide|send) (?P<np2>.+?))(?: in| into (?:the room|view|the scene|here))? from (?:the )?"
    r"(?P<side>left|right|front|back|behind)(?: side)?$"
)
"""Something that was not there comes in."""

_IRREGULAR = {
    "put": "putting put", "set": "setting set", "lay": "laying laid", "get": "getting got",
    "hit": "hitting hit",
    "shut": "shutting shut", "take": "taking taken took", "throw": "throwing thrown threw",
    "grab": "grabbing grabbed", "drop": "dropping dropped", "tip": "tipping tipped", "tap": "tapping tapped",
    "hop": "hopping hopped", "jog": "jogging jogged", "go": "going gone went", "run": "running ran run",
    "bring": "bringing brought", "leave": "leaving left", "hold": "holding held", "stand": "standing stood",
    "let": "letting let", "spin": "spinning spun", "slide": "sliding slid", "fling": "flinging flung",
    "sweep": "sweeping swept", "strike": "striking struck", "make": "making made", "say": "saying said",
    "upset": "upsetting upset", "tug": "tugging tugged", "step": "stepping stepped",
    "drag": "dragging dragged",
    "come": "coming came", "kneel": "kneeling knelt", "squat": "squatting squatted",
    "draw": "drawing drawn", "catch": "catching caught", "grip": "gripping gripped", "cast": "casting cast",
    "lob": "lobbing lobbed", "slam": "slamming slammed", "ram": "ramming rammed", "prod": "prodding prodded",
    "flip": "flipping flipped", "stop": "stopping stopped", "begin": "beginning", "scoot": "scooting scooted",
    "slap": "slapping slapped", "bat": "batting batted", "swat": "swatting swatted", "see": "seeing seen",
    "sit": "sitting sat", "rise": "rising risen", "bend": "bending bent", "send": "sending sent",
    "stick": "sticking stuck",
    "dye": "dyeing dyed", "copy": "copying copied", "carry": "carrying carried", "hurry": "hurrying hurried",
}  # fmt: skip


def _forms() -> tuple[dict[str, str], dict[str, str]]:
    gerunds: dict[str, str] = {}
    participles: dict[str, str] = {}
    for verb in VERBS:
        first, _, rest = verb.partition(" ")
        stem = first.removesuffix("e")
        given = _IRREGULAR.get(first, f"{stem}ing {stem}ed").split()
        gerunds.setdefault(f"{given[0]} {rest}".strip(), verb)
        for form in given[1:]:
            participles.setdefault(f"{form} {rest}".strip(), verb)
    return gerunds, participles


def _longest_of(words: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"{re.escape(w)}\b" for w in sorted(words, key=len, reverse=True)))


_GERUNDS, _PARTICIPLES = _forms()
_VERB, _GERUND, _PARTICIPLE = _longest_of(VERBS), _longest_of(_GERUNDS), _longest_of(_PARTICIPLES)


def verb_at(clause: str) -> str | None:
    """The verb with which a clause begins."""
    match = _VERB.match(clause)
    return None if match is None else match.group(0)


def base_form(clause: str) -> str:
    """A clause that begins with a gerund, with the plain verb instead: ``pushing it``, ``push it``."""
    match = _GERUND.match(clause)
    return clause if match is None else f"{_GERUNDS[match.group(0)]}{clause[match.end() :]}"


def done_form(clause: str) -> str:
    """The same of a participle: ``pushed the mug``; other clauses as they are."""
    match = _PARTICIPLE.match(clause)
    return base_form(clause) if match is None else f"{_PARTICIPLES[match.group(0)]}{clause[match.end() :]}"


_WHEREVER = re.compile(
    r"\b(to |at |towards |on )?where(?:ver)? ((?:the|my|that) [^,;.]+?) (?:is|are|stands?|lies?|sits?)\b(?: "
    r"now| at)?"
)


def normalize(sentence: str) -> str:
    """Lower case, one space between words, typographic signs and contractions made plain."""
    plain = sentence.lower().replace("\u2019", "'").replace("\u00b0", " degrees").replace("\u2013", "-")
    plain = plain.replace("\u201c", '"').replace("\u201d", '"').replace("let's", "lets")
    plain = re.sub(r"\s*[\u2014]\s*|\s+-+\s+", ", ", plain)
    plain = (
        re.sub(r"\b(i|you|we|it|they)'d\b", r"\1 would", plain)
        .replace("i'll", "i will")
        .replace("you're", "you are")
    )
    plain = re.sub(r"\b(we|they)'re\b", r"\1 are", plain)
    plain = re.sub(r"(?<=\w)'ve\b", " have", plain).replace("that's", "that is").replace("it's", "it is")
    plain = re.sub(
        r"\b(?:apart|aside|except) from\b|\bother than\b|\bwith the exception of\b|\bsave for\b",
        "except",
        plain,
    )
    plain = _WHEREVER.sub(lambda m: f"{m[1] or 'to '}{m[2]}", plain)
    plain = plain.replace("there's", "there is").replace("can't", "can not").replace("won't", "will not")
    plain = re.sub(r"(?<=\w)n't\b", " not", plain)
    plain = re.sub(r"\bdont\b", "do not", plain).replace("he's", "he is").replace("i'm", "i am")
    return re.sub(r"\s+", " ", plain).strip()


def compact(text: str) -> str:
    """Relations of several words as one word each."""
    for pattern, to in _COMPACTED:
        text = pattern.sub(to, text)
    return re.sub(r"\s+", " ", text).strip()
