"""What people say -> the plain clause that says the same, as a table of rules."""

import re

from spatialwm.language.manners import without_manners
from spatialwm.language.words import ENTERS, base_form, done_form, verb_at
from spatialwm.language.world import is_about_the_world
from spatialwm.lift.text.words import COLORS

__all__ = ["plain_clause"]

_NP = r"(?P<np>.+?)"
_LOOSE = r"(?P<np>(?!away |rid |everything|all |both )[^,]+?)"
_ONE = (
    r"(?P<np>(?!away |care |out |hold |rid )(?:(?!\b(?:that|which)\b).)+?)"
    r"(?<!nearest)(?<!closest)(?<!next)(?<!closer)"
)
_COLOR = rf"(?P<color>(?:(?:dark|light|bright|pale)[ -])?(?:{'|'.join(COLORS)}))"
_HITS = (
    "push|shove|nudge|kick|poke|tap|hit|knock|bump|pull|tug|toss|throw|slap|smack|whack|punch|prod|yank"
    "|press|roll|lift|slide|flick"
)
_HOW = {
    "good": "hard", "big": "hard", "hard": "hard", "strong": "hard", "firm": "firmly", "mighty": "very hard",
    "powerful": "very hard", "solid": "hard", "real": "hard", "proper": "hard", "forceful": "hard",
    "quick": "fast", "huge": "very hard", "gentle": "gently", "light": "gently", "soft": "gently",
    "little": "gently", "small": "gently", "slight": "gently", "tiny": "very gently", "careful": "gently",
    "very gentle": "very gently", "really hard": "very hard",
    "very hard": "very hard", "very light": "very gently",
    "swift": "fast", "brief": "", "short": "gently", "nice": "", "hefty": "very hard",
    "vigorous": "hard", "violent": "very hard",
}  # fmt: skip
"""An adjective of a push, as the adverb."""
_WHERE = (
    r"(?:on top of|onto|on|inside|into|in|next to|beside|near|by|close to|under|behind|in front of|to the"
    r" left of"
    r"|to the right of|between)"
)
_OPENER = r"(?:make|let|have|get|cause|see to it that|force)"
_MUST = (
    r"(?:should|must|shall|needs? to|has to|have to|ought to|wants? to|would like to|had better"
    r"|(?:is|are) (?:supposed |meant |going )?to)"
)
_WISH = (
    r"(?:(?:i|we) (?:really |only |just )?(?:want|need|prefer|would (?:like|love|prefer|rather have"
    r"|rather see))"
    r"|it would be (?:nice|lovely|great|good) to have)(?: to (?:see|have))?"
)
_COUNT = r"(?P<count>two|three|four|five|six|2|3|4|5|6|a couple of|a pair of|a few)"

_RULES: tuple[tuple[str, str], ...] = (
    # another one
    (r"^(?:(?:put|place|set|give me|bring|bring me|get|get me|have|make|make me|i (?:want|need|would like)"
     r"|drop in|throw in|let there be|let us have|there should be|we need|spawn|add|create|insert)\s+)"
     r"(?:another|one more|an additional|an extra|a second|a third|a new|yet another|a copy of|a duplicate of"
     r"|a clone of|an identical|a further)\s+(?P<np>.+?)(?: (?:to )?(?:appear|show up|pop "
     r"up))?$", r"add another \g<np>"),
    (r"^(?:make|create|spawn) (?:an? )?(?:exact |identical )?(?:copy|duplicate|clone|replica) of "
     r"(?P<np>.+)$", r"add another \g<np>"),
    (r"^(?:another|one more) (?P<np>(?!\d|half\b|few\b|couple\b|(?:\w+ )?(?:metres?|meters?|steps?|seconds?"
     r"|inch|inches"
     r"|foot|feet|degrees?)\b).+)$", r"add another \g<np>"),
    (rf"^(?:(?:{_WISH}|give (?:me|us)|make|build|bring|get|put|place|add|create|spawn|there {_MUST} be) "
     rf")?{_COUNT} "
     r"(?:more|extra|additional|new|other|further) (?P<np>.+)$", r"add \g<count> more \g<np>"),
    (rf"^(?:make|create|spawn|produce|build|add) {_COUNT} (?:exact |identical )?(?:copies|duplicates|clones"
     rf"|replicas) of "
     r"(?P<np>.+)$", r"add \g<count> more \g<np>"),
    (r"^(?:make|build|create|produce) an? (?:new|second|third|fourth|fifth) "
     r"(?P<np>.+)$", r"add another \g<np>"),
    # things said without a verb of doing
    (r"^(?:let|allow) (?P<np>.+?) (?:to )?go$", r"let go of \g<np>"),
    (rf"^(?:{_WISH}|put|take|get|hold|keep|have|pick up|grab) {_NP} (?:in|into|with) (?:your|my|the|one|a) "
     rf"hands?$",
     r"grab \g<np>"),
    (rf"^{_NP} {_MUST} (?:be|become|turn|look|get)(?: painted)? {_COLOR}$", r"paint \g<np> \g<color>"),
    (rf"^(?:{_WISH}|make|let|have) {_NP}(?<! is)(?<! are)(?<! not)(?<! the) (?:to be |to become |to turn |be "
     rf"|look )?(?:in )?(?:a )?{_COLOR}$",
     r"paint \g<np> \g<color>"),
    (rf"^(?:see|get|imagine) {_NP} in (?:a )?{_COLOR}$", r"paint \g<np> \g<color>"),
    (rf"^{_NP} {_MUST} (?:not be on|not stay on|be off|be away from|come off|come down from|get off|go off"
     rf"|leave)"
     r"(?: of)? (?P<rest>.+)$", r"push \g<np> off \g<rest>"),
    (rf"^{_WISH} {_NP} (?:to be )?off(?: of)? (?P<rest>.+)$", r"push \g<np> off \g<rest>"),
    (rf"^{_WISH} {_NP} (?:to be )?(?:placed |put )?(?P<rest>{_WHERE} .+)$", r"put \g<np> \g<rest>"),
    (rf"^{_NP} (?:{_MUST} (?:be|go|stand|sit|lie|end up|come|stay)|goes|go|belongs?)(?: back)? (?:placed "
     rf"|put )?"
     rf"(?P<rest>{_WHERE} .+)$", r"put \g<np> \g<rest>"),
    (rf"^{_NP} (?:{_MUST} (?:be|go|move|come|get|slide|roll)|goes) (?P<rest>(?:(?:closer|nearer|further"
     rf"|farther) )?"
     r"(?:to|towards?|left|right|forwards?|back|backwards?|away|over|up to)\b.*)$", r"move \g<np> \g<rest>"),
    (rf"^{_NP} {_MUST} (?:disappear|vanish|go away|be gone|be away|leave|go)$", r"remove \g<np>"),
    (rf"^{_WISH} {_NP} (?:to be )?(?:gone|away|out of here|out of the (?:room|scene"
     rf"|way))$", r"remove \g<np>"),
    (r"^(?:i|we) do not (?:want|need) (?:to see )?(?P<np>(?!you\b|to\b).+?)(?: here| there| in here| in "
     r"(?:this|the) room"
     r"| any ?more| any longer| around)*$", r"remove \g<np>"),
    (rf"^(?:{_NP} {_MUST} be|(?:{_WISH}|make) (?P<np2>.+?)(?: to be)?) (?P<how>open|closed|shut)(?P<rest> "
     rf".+)?$",
     r"OPEN(\g<how>) \g<np>\g<np2>\g<rest>"),
    (rf"^{_NP} {_MUST} (?:fall|topple|tip|go) over$", r"topple \g<np>"),
    # colour
    (rf"^(?:turn|change|make|paint|colou?r|dye|spray|set) {_NP} (?:to |into |in )?{_COLOR},? (?:except|but"
     rf"|apart from|but not)"
     r"(?: for)? (?P<rest>.+)$", r"paint \g<np> except \g<rest> \g<color>"),
    (rf"^(?:change|set|switch) the colou?r of {_NP} (?:to|into) (?:a )?{_COLOR}$", r"paint \g<np> \g<color>"),
    (rf"^(?:change|set|switch|make) {_NP}'s colou?r (?:to |into )?(?:a )?{_COLOR}$", r"paint \g<np>"
                                                                                     r" \g<color>"),
    (rf"^set {_NP} to (?:a |be )?{_COLOR}$", r"paint \g<np> \g<color>"),
    (rf"^(?:turn|change|switch) {_NP} (?:into |to )?(?:a |be )?{_COLOR}(?: "
     rf"one)?$", r"paint \g<np> \g<color>"),
    (rf"^give {_NP} (?:a |an )?(?:new |fresh )?(?:coat of |layer of )?{_COLOR}(?: colou?r| coat| paint|"
     rf" paint ?job"
     r"| coat of paint| coating| finish)*$", r"paint \g<np> \g<color>"),
    (rf"^(?:put|apply|use) (?:some |a coat of )?{_COLOR} (?:paint|colou?r) (?:on|to|onto) {_NP}$",
     r"paint \g<np> \g<color>"),
    (rf"^(?P<verb>paint|colou?r|dye|recolou?r|repaint|tint|spray|stain|spray[ -]paint) {_NP} (?:all "
     rf"|completely |entirely )?"
     rf"(?:in |with |to |into |a |an )*(?:shade of |nice )?{_COLOR}(?: colou?r| paint| all"
     rf" over)?$", r"paint \g<np> \g<color>"),
    (rf"^make {_NP} (?:look |all |completely |become |turn )*{_COLOR}$", r"paint \g<np> \g<color>"),
    # gone
    (rf"^(?:make|have|let|get) {_NP} (?:to )?(?:disappear|vanish|go away|be gone|gone)$", r"remove \g<np>"),
    (r"^(?:clear|empty|clean) (?P<np>(?!up |out |off ).+?) (?:off|from|out of) "
     r"(?P<rest>.+)$", r"remove \g<np> on \g<rest>"),
    (r"^(?:clear|empty|clean)(?: off| out| up)? (?P<np>(?:the )?[\w ]*?(?:table|desk|shelf|sofa|bed"
     r"|counter|floor"
     r"|nightstand|bookshelf|couch))$", r"remove everything on \g<np>"),
    (rf"^take {_NP} (?:away|out of (?:the|this) (?:room|scene|world|picture|place))$", r"remove \g<np>"),
    (rf"^get {_NP} out of (?:here|the (?:room|scene|world)|sight)$", r"remove \g<np>"),
    (rf"^(?:throw|get) rid of {_NP}$", r"remove \g<np>"),
    (rf"^throw (?:away|aside) {_NP}$", r"throw \g<np> away"),
    # a push, a look, a step as nouns
    (rf"^(?:give|deal|land) {_NP} (?:a|an|one|another) (?:(?P<how>[a-z ]+?) )?(?P<verb>{_HITS})\b"
     rf"(?P<rest>.*)$",
     r"\g<verb> \g<np> HOW(\g<how>)\g<rest>"),
    (rf"^(?:give|deal|land) {_NP} (?P<n>two|three|four|five|six|\d+|a couple of"
     rf"|a few) (?:(?P<how>[a-z ]+?) )?"
     rf"(?P<verb>{_HITS})(?:e?s)\b(?P<rest>.*)$",
     r"\g<verb> \g<np> HOW(\g<how>)\g<rest> \g<n> times"),
    (rf"^give (?:a|an|one) (?:(?P<how>[a-z ]+?) )?(?P<verb>{_HITS}) to (?P<np>.+)$", r"\g<verb> \g<np> HOW"
                                                                                     r"(\g<how>)"),
    (r"^(?:take|have|cast|throw) an? (?:(?:good|quick|close|closer|long|brief|careful) )?(?:look|glance"
     r"|peek)\b", "look"),
    (r"^(?:take|make|do) (?P<rest>(?:[\w.]+ ){1,3}(?:steps?|paces?|strides?)\b.*)$", r"walk \g<rest>"),
    (r"^(?:take|make|do|perform) (?:a|an|one) (?:(?:small|big|little|high|quick) )?(?P<verb>jump|hop|leap"
     r"|squat|bounce)\b",
     r"\g<verb>"),
    (r"^(?:take|make|do|perform|execute) (?P<rest>(?:an? )?(?:(?:quarter|half|full|complete|three quarter)"
     r" |[\w.]+[ -]degrees? "
     r"?)turn\b.*)$", r"turn \g<rest>"),
    (r"^(?:take|make|do|perform) an? (?P<way>left|right)(?:[ -]hand)?(?: turn)?$", r"turn \g<way>"),
    (r"^(?:take|make|do|perform) an? turn (?P<rest>.+)$", r"turn \g<rest>"),
    (r"^(?:make|do|perform) (?:a|an) (?:u-turn|u turn|180|about face|about turn|one eighty|complete"
     r" turnaround)\b.*$", "turn around"),
    (r"^(?:about face|u-turn|turn back|turn the other way|face the other way|look the other way|spin"
     r" around|look behind"
     r"(?: you| me| yourself)?|turn your back|turn all the way around|turn about|face backwards?|look over"
     r" your shoulder"
     r"|turn round|look round)$", "turn around"),
    (r"^(?:take|have) a (?:short |little |quick |brief )?(?:break|pause|rest|breather)(?: (?:of|for)"
     r" )?", "wait "),
    (r"^(?:go for|take) a (?:walk|stroll|run|jog)\b", "walk"),
    # posture of the head
    (r"^turn your back (?:to|on|towards) (?P<np>.+)$", r"turn away from \g<np>"),
    (r"^(?P<verb>turn|rotate|look|pivot|swivel)(?P<rest>(?: (?:to|the|your|left|right|up|down|clockwise"
     r"|counterclockwise|anticlockwise))*)(?: by)? (?P<n>\d+)$", r"\g<verb>\g<rest> \g<n> degrees"),
    (r"^(?P<verb>turn|rotate|spin|pivot|swivel)(?P<rest>.*?)(?: by)? (?P<n>(?:an?|one) (?:quarter|half))$",
     r"\g<verb>\g<rest> \g<n> turn"),
    (r"^(?:turn|rotate|move|point|swing) (?:your|my|the) (?:head|body|gaze|eyes|view|camera|face)\b", "look"),
    (r"^(?:turn|rotate|swivel|spin|pivot) (?:yourself|on the spot|in place)\b", "turn"),
    (r"^(?:tilt|raise|lift) (?:your|my|the) (?:head|gaze|eyes|view|chin|camera)(?: up)?\b", "look up"),
    (r"^(?:lower|drop|bow) (?:your|my|the) (?:head|gaze|eyes|view|camera)(?: down)?\b", "look down"),
    (r"^tilt (?:your|my|the) (?:head|gaze|view|camera) down\b", "look down"),
    (r"^look (?P<way>up|down) (?:at|to|towards|into|on) the (?:ceiling|sky|floor|ground)$", r"look \g<way>"),
    (r"^look (?:at|to) the (?:ceiling|sky)$", "look up"),
    (r"^(?:look|turn|face) (?:straight )?ahead$", "look forward"),
    (r"^turn (?P<rest>(?:\d+|[a-z-]+) degrees)$", r"turn left \g<rest>"),
    # things that fall, roll, topple
    (rf"^(?:{_OPENER} )?(?P<np>an? .+?|another .+?) (?:to )?(?:falls?"
     rf"|drops?)(?: down)? from (?:the )?(?:ceiling|sky|above"
     r"|air)$",
     r"drop \g<np> from above"),
    (rf"^{_OPENER} {_NP} (?:to )?(?:fall|topple|tip)(?: over)? (?P<rest>(?:(?:to|towards) the )?(?:left"
     rf"|right)|forwards?"
     r"|backwards?)$", r"topple \g<np> \g<rest>"),
    (rf"^(?:{_HITS}|strike|move|drag|send) {_NP}(?: (?:to the )?(?:left|right|forwards?|back(?:wards)?))? "
     rf"(?:until|till|so that)"
     r" it (?:hits|reaches|touches|bumps into|meets|gets to|is at|strikes) "
     r"(?P<rest>.+)$", r"push \g<np> into \g<rest>"),
    (rf"^(?:turn|flip|put|place|set|tip) {_NP} (?:upside down|on its head|bottom up)$", r"topple \g<np>"),
    (rf"^(?:{_HITS}|strike|move|tilt|tip|lean|drag) {_NP} (?:so that|until|so|such that|till|to make|hard "
     rf"enough that) it "
     r"(?:(?:falls|tips|topples|tumbles|keels|is knocked)(?: over| down)?|fall over|is lying"
     r" down)$", r"topple \g<np>"),
    (rf"^(?:{_HITS}|strike|move) {_NP} (?:so that|until|so|such that|till) it (?:falls|drops|slides|rolls|is)"
     r"(?: down)? (?:off|from)(?P<rest> .+)?$", r"push \g<np> off\g<rest>"),
    (rf"^{_OPENER} {_NP} (?:to )?(?:fall|topple|tip|keel|roll|drop|go) over$", r"topple \g<np>"),
    (rf"^{_OPENER} {_NP} (?:to )?(?:fall|drop|roll|slide|tumble|crash|go)(?: down)? (?:off|from)(?P<rest>"
     rf" .+)?$",
     r"push \g<np> off\g<rest>"),
    (rf"^{_OPENER} {_NP} (?:to )?(?:fall|drop|tumble|crash)(?: down)?(?: (?:to|on|onto) the (?:floor"
     rf"|ground))?$",
     r"shove \g<np> down"),
    (rf"^{_OPENER} {_NP} (?:to )?(?P<verb>roll|slide|move|go|glide|fly)\b"
     rf"(?P<rest>.*)$", r"push \g<np>\g<rest>"),
    (rf"^send {_NP} flying\b(?P<rest>.*)$", r"push \g<np> very hard\g<rest>"),
    (rf"^send {_NP} (?:rolling|sliding|over)\b(?P<rest>.*)$", r"push \g<np>\g<rest>"),
    (rf"^(?:tip|knock|push|lay|put|turn|flip|throw|set|place|stand|leave) {_NP} (?:over )?on(?:to)? its "
     rf"(?:side|back"
     rf"|head)$", r"topple \g<np>"),
    (rf"^bring {_NP} over$", r"grab \g<np>"),
    (rf"^(?:knock|tip|tilt|turn|flip|kick|throw|bring|push) {_NP} (?:over|down)$", r"topple \g<np>"),
    (rf"^(?:knock|tip|turn|flip|kick|push|topple|tilt) {_NP} over (?P<rest>(?:(?:to|towards) (?:the |its "
     rf"|my |your )?)?"
     r"(?:left|right|back|front)(?: side)?|forwards?|backwards?|sideways|away from (?:me|you)|towards? (?:me"
     r"|you))$",
     r"topple \g<np> \g<rest>"),
    (r"^(?:tip|knock|turn|flip|kick|push|topple) over (?P<np>.+)$", r"topple \g<np>"),
    # hands
    (r"^(?:bring|fetch|get|hand|pass|give|find|grab) me (?P<np>.+)$", r"grab \g<np>"),
    (rf"^{_WISH} {_NP} (?P<rest>(?:[\w.]+ ){{1,4}}(?:(?:to|towards) the )?(?:left|right|forwards?"
     rf"|back(?:wards)?))$",
     r"move \g<np> \g<rest>"),
    (rf"^(?:bring|carry|fetch|pass|hand|give) {_NP}(?<!closer)(?<!nearer) (?:(?:over )?to (?:me|you)|here"
     rf"|over here|along|with"
     rf" you)$",
     r"grab \g<np>"),
    (rf"^(?:take|lift|get|pick|fetch|grab|pick up|lift up) {_LOOSE} (?:up )?(?:off|off of|from|out of|down"
     rf" from)"
     r" (?P<rest>.+)$", r"GRAB \g<np> from \g<rest>"),
    (rf"^(?:pull|draw|slide) (?!.*\b(?:drawer|tray)){_LOOSE} out of (?P<rest>.+)$",
     r"GRAB \g<np> from \g<rest>"),
    (rf"^(?:take|lift|get|pick|fetch|grab|pick up|lift up|hoist|raise) {_ONE} (?:up |over |back |across )*"
     r"(?P<rest>(?:on top of|onto|into) .+)$", r"put \g<np> \g<rest>"),
    (rf"^(?:take|get|lift) {_ONE} (?:over |back |across )*(?P<rest>to .+)$", r"put \g<np> \g<rest>"),
    (rf"^(?:carry|move|transfer|bring) {_ONE} (?:over |back |across )*(?P<rest>(?:on top of|onto|into"
     rf"|inside|next to"
     r"|beside|in front of|behind|between) .+)$", r"put \g<np> \g<rest>"),
    (rf"^(?:carry|transfer) {_ONE} (?:over |back |across )*(?P<rest>(?:to|on|near|by) .+)$",
     r"put \g<np> \g<rest>"),
    (r"^(?:set|put|lay|place|leave) (?P<np>.+?) (?:back )?(?:down|aside|away|there|down there)$",
     r"put down \g<np>"),
    (r"^(?:put|set|place|lay) (?P<np>it|that|this|them) back$", r"put down \g<np>"),
    (r"^(?:put|set|lay) down (?P<np>.+?) (?P<rest>(?:on top of|onto|on|in|into|next to|beside|near|by|to)"
     r" .+)$",
     r"put \g<np> \g<rest>"),
    (r"^allow (?P<np>.+?) (?:fall|drop)$", r"drop \g<np>"),
    (r"^(?:open|empty) (?:your|the|my) hands?$", "let go"),
    # doors and drawers
    (rf"^(?:leave|prop|set|have|get) {_NP} ajar$", r"open \g<np> a bit"),
    (rf"^(?:pull|push|swing|slide|kick|throw|fling|whip|yank|draw|prop|set|leave|have"
     rf"|get) {_NP} (?:wide )?open\b"
     rf"(?P<rest>.*)$",
     r"open \g<np>\g<rest>"),
    (rf"^(?:pull|push|swing|slide|kick|slam|yank|draw|press) {_NP} (?:shut|closed)$", r"close \g<np>"),
    # hits with something
    (r"^(?:hit|bump|strike|knock|touch|tap) (?P<np>.+?) with (?P<rest>(?:the|that|this|my) .+)$",
     r"push \g<rest> into \g<np>"),
    (rf"^(?:smash|crash|dash|slam|bash) {_NP} (?:against|into|at|on|onto) (?P<rest>the (?:wall|floor"
     rf"|ground))$",
     r"hurl \g<np> at \g<rest>"),
    # feet
    (r"^(?:make a beeline|make|head|set (?:off|out)|run off|go) for (?P<np>(?!a \w+$|\d|\w+ (?:seconds?"
     r"|metres?)).+)$",
     r"walk to \g<np>"),
    (r"^(?:walk|go|run|move|get|come|step)(?: up)?(?: to)? within .+? (?:of|from) "
     r"(?P<np>.+)$", r"walk to \g<np>"),
    (r"^(?:walk|go|run|move|come) from .+? (?:over |up )?to (?P<np>.+)$", r"walk to \g<np>"),
    (rf"^(?:(?:do|make|take|perform) )?{_COUNT} (?:(?:big|small|little|quick|high) )?(?P<verb>jump|hop|leap"
     rf"|bounce)s$",
     r"\g<verb> \g<count> times"),
    (r"^(?:have a rest|take a rest|rest)(?: for)? (?P<n>.*(?:seconds?|secs?|minutes?)|an? (?:bit|while"
     r"|moment|second))$",
     r"wait \g<n>"),
    (r"^(?:bump|crash|run|walk|smash|collide) (?:into|with|against) (?P<np>.+)$", r"walk into \g<np>"),
    (r"^(?:walk|go|run|move|keep walking|keep going|continue)(?P<how>.*?) until you (?:reach|get to|are "
     r"(?:at|next to|by|near|in front of)|hit"
     r"|arrive at|come to|bump into|touch|stand (?:at|by|next to)) (?P<np>.+)$", r"walk to \g<np>\g<how>"),
    (r"^(?:walk|go|run|step|move|head|come|get|stand|stop|hurry|rush|march|stroll|sprint|make your way"
     r"|make my way|find your way"
     r"|position yourself|place yourself|put yourself|station yourself|proceed|travel|return|climb|jog"
     r"|dash|wander|advance|sneak"
     r"|tiptoe|pop|swing|navigate)"
     r"(?: and stand| and stop)?(?P<how> (?:slowly|quickly|fast|carefully|briskly))?(?: yourself)?"
     r"(?: (?:over|up|straight|right|directly|back|on|across|out|all the way|around|along|down|forward"
     r"|close|closer|near|nearer|outside"
     r"|quickly|slowly|through the room))*"
     r" (?P<rel>to the left of|to the right of|left of|right of|in front of|behind|next to|near|nearer"
     r"|beside|close to|by|to|towards|toward"
     r"|at|closer to|nearer to|over to|for|alongside|away from|into|between|onto|inside|past)"
     r" (?P<np>(?!the (?:left|right|back|front|side|rear|other side)$|me$|your |my |left$|right$|\d|half "
     r"|a |an |one |two |three ).+)$",
     r"GO \g<rel> \g<np>\g<how>"),
    (r"^(?:approach|visit|reach|get to|face off|chase|follow|join|catch up with|run after|go after) "
     r"(?P<np>.+)$", r"GO to \g<np>"),
    (r"^(?:back up|back away|back off|retreat|back|step away|move away|walk away|move back|get"
     r" back)$", "walk back"),
    (r"^(?:back up|back away|back off|retreat|back)(?P<rest> (?:by )?[\w.]+ .+)$", r"walk back\g<rest>"),
    (r"^(?:move|get|step|go) out of the way$", "walk right"),
    (r"^(?:advance|proceed|continue|keep walking|keep going|go on|walk on|march on)$", "walk forward"),
    (rf"^{_WISH} (?P<np>(?:the|my|that) [a-z ]+)$", r"grab \g<np>"),
    # time
    (r"^(?:stop|quit|cease)(?: moving| walking| everything| what you are doing| right there| there| here| "
     r"it)*(?= for\b|$)",
     "wait"),
    (r"^count (?:up )?to (?P<n>\w+)$", r"wait \g<n> seconds"),
    (r"^(?:give it|let|allow) (?P<n>.+?)(?: (?:pass|go by|elapse))?$", r"LET \g<n>"),
    (r"^(?:for )?(?P<n>[\w. ]+?(?:seconds?|minutes?)),? (?:do nothing|wait|stand still|do not move|stay"
     r" still|rest)$", r"wait \g<n>"),
    (r"^(?:stay|stand|remain|keep|hold|be|sit)(?: right| exactly)?(?: where you are| put| still| here|"
     r" there| in place"
     r"| motionless| quiet| where i am)+\b", "wait"),
    (r"^(?:wait|hold on|hang on|pause)(?: here| there| a moment| up| a bit| a while| a little| for a bit|"
     r" for a moment"
     r"| for a while| for a little while| for a little| a little while| a little bit| right there|"
     r" just)+\b", "wait"),
    (r"^do not (?:move|do anything)(?: at all| a muscle)?(?=$| for\b| until\b)", "wait"),
    (r"^(?:get|stand|come|rise)(?: (?:back|right|straight|all the way))* up(?: again| straight| tall"
     r"| please)*$",
     "stand up"),
    (r"^(?:stand|stay)(?: up straight| straight| tall| upright| again)*$", "stand up"),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern), to) for pattern, to in _RULES)
_TO_BE = re.compile(
    rf"^(?:{_WISH}|{_OPENER}) {_NP} (?:to be )?(?P<done>[a-z]+(?:ed|en|wn|ut|nt|ld|it|ought))\b(?P<rest>.*)$"
)
_SHOULD_BE = re.compile(rf"^{_NP} {_MUST} be (?P<done>\w+)\b(?P<rest>.*)$")
_ASKED = re.compile(
    r"^(?:can|could|should|shall|may|might|would|will) (?P<np>(?:the|my|an?|both|all|every|everything|that"
    r"|this|these"
    r"|those|each)\b.*?) (?P<be>be|go|stand|have|come|get|become|turn|disappear|vanish)\b(?P<rest>.*)$"
)
_WITH_A = re.compile(
    rf"\s+with (?:an?|one|some) (?:(?P<how>[a-z ]+?) )?(?:{_HITS}|force|strength|move|swing)$"
)
"""How something is done, as a noun."""
_GO_DO = re.compile(r"^(?:go|come|to|go over and|go and|by) (?P<rest>[a-z]+\b.*)$")


def plain_clause(clause: str) -> str:
    """A clause as one says it -> the plain one: verb first, no politeness, no light verbs."""
    clause = without_manners(clause)
    if (asked := _ASKED.match(clause)) is not None:
        clause = f"{asked['np']} should {asked['be']}{asked['rest']}"
    clause = _WITH_A.sub(lambda m: f" {_manner(m['how'] or '')}", clause).strip()
    clause = base_form(clause) if verb_at(clause) or is_about_the_world(clause) else done_form(clause)
    if (inner := _GO_DO.match(clause)) is not None and verb_at(inner["rest"]) not in (None, "back", "left"):
        clause = inner["rest"]
    if is_about_the_world(clause) or ENTERS.match(clause):
        return clause
    for pattern in (_SHOULD_BE, _TO_BE):
        match = pattern.match(clause)
        done = "" if match is None else done_form(match["done"])
        if match is not None and verb_at(done) is not None and verb_at(match["np"]) is None:
            return plain_clause(f"{done} {match['np']}{match['rest']}")
    for pattern, to in _COMPILED:
        match = pattern.match(clause)
        if match is not None:
            clause = re.sub(r"\s+", " ", _expanded(match, to) + clause[match.end() :]).strip()
            break
    return clause


def _expanded(match: re.Match[str], to: str) -> str:
    text = match.expand(
        re.sub(r"\\g<(\w+)>", lambda m: rf"\g<{m[1]}>" if match[m[1]] is not None else "", to)
    )
    text = re.sub(r"HOW\(([\w ]*)\)", lambda m: _manner(m[1].strip()), text)
    text = re.sub(r"OPEN\((\w+)\)", lambda m: "open" if m[1] == "open" else "close", text)
    text = re.sub(r"^GO (?:to|at|for|over to|by|near|nearer|closer to|nearer to|close to|next to|beside"
                  r"|alongside|onto|inside|past)\b",
                  "walk to", text)  # fmt: skip
    text = re.sub(r"^GO\b", "walk", text)
    text = re.sub(r"^GRAB (.+) from (.+)$", r"grab \1 from \2", text)
    text = re.sub(r"^LET (.*(?:seconds?|minutes?|moment|while))$", r"wait \1", text)
    return re.sub(r"^LET .*$", match.group(0), text)


def _manner(adjectives: str) -> str:
    """An adverb for adjectives of a push: the strongest of several."""
    if adjectives in _HOW:
        return _HOW[adjectives]
    known = [_HOW[word] for word in adjectives.split() if word in _HOW]
    return max(known, key=lambda how: (how.startswith("very"), len(how))) if known else adjectives
