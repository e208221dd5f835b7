"""Turns the sources into the network of 2024."""

from collections import defaultdict

from derive.definitions import Definitions
from derive.magnets import Magnets
from derive.metals import Metals
from derive.network import Network
from derive.ore import Ore
from derive.separation import Separation
from derive.sources import Sources


class Builder(Definitions, Magnets, Metals, Ore, Separation):
    """Turns the sources into the network and the rows of the tables."""

    def __init__(self, swarf_factor):
        self.swarf_factor = swarf_factor
        self.src = Sources(swarf_factor)
        self.net = Network()
        self.lane_rows = {}     # (from, to, material) -> dict(push, basis rows, note, transit)
        self.capacity = {}      # (facility, process) -> (capacity, low, high, note)
        self.materials()
        self.compositions()

    def build(self):
        self.magnets()
        self.magnet_makers()
        self.alloys()
        self.metals()
        self.mines()
        self.old_scrap()
        self.separation()
        self.net.settle()
        return self

    def swarf_factor_wanted(self):
        """The factors at which Vietnam recovers as much of Dy and Tb as of NdPr."""
        shares = {out["material"]: out["share"] for out in self.net.processes["separation_PR_VN_VTRE"].outputs}
        return {x: self.swarf_factor[x] * shares["oxide_NdPr"] / shares["oxide_" + x] for x in ("Dy", "Tb")}

    def check_shares(self):
        for process in self.net.processes.values():
            taken = defaultdict(float)
            for out in process.outputs:
                for element in out["elements"] or self.net.held[out["material"]]:
                    taken[element] += out["share"]
            if max(taken.values()) > 1 + 1e-9:
                raise ValueError("%s gives more than it takes: %s" % (process.name, dict(taken)))


def build():
    """The network of 2024, with the factors of Vietnam's swarf settled."""
    factor = {"Dy": 1.0, "Tb": 1.0}
    for _ in range(20):
        builder = Builder(factor).build()
        wanted = builder.swarf_factor_wanted()
        if max(abs(wanted[x] - factor[x]) for x in factor) < 1e-7:
            break
        factor = wanted
    builder.check_shares()
    return builder
