"""Where things go: a graph of things and relations becomes a site with a pose for each thing."""

from spatialwm.lift.text.layout.items import Item, Spot, items_of, names_of
from spatialwm.lift.text.layout.measured import box_of, held_in, site_of
from spatialwm.lift.text.layout.solve import Plan, arrange, said

__all__ = ["Item", "Plan", "Spot", "arrange", "box_of", "held_in", "items_of", "names_of", "said", "site_of"]
