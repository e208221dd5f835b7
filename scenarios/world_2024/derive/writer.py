"""Writes every shipped table."""

from derive.facility_tables import FacilityTables
from derive.material_tables import MaterialTables
from derive.route_tables import RouteTables
from derive.sector_tables import SectorTables
from derive.tables import Table
from derive.value_tables import ValueTables


class Writer(MaterialTables, FacilityTables, RouteTables, SectorTables, ValueTables):
    """Rows of every shipped table, from a built network."""

    def __init__(self, builder):
        self.b, self.net, self.src = builder, builder.net, builder.src
        self.tables = {}

    def table(self, name, columns, keys):
        self.tables[name + ".csv"] = Table(columns, keys)
        return self.tables[name + ".csv"]

    def all(self):
        self.materials()
        self.compositions()
        self.processes()
        self.facilities()
        self.lines()
        self.demand()
        self.lanes()
        self.routes()
        self.sectors()
        self.values()
        self.targets()
        return {name: table.text() for name, table in self.tables.items()}

    def used(self):
        """Ids of researched facilities that ship or receive something."""
        ends = {end for key in self.net.lanes for end in key[:2]}
        return ends & set(self.src.facilities)
