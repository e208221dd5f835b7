"""Reads the researched tables and writes the shipped ones."""

import csv
import io
import os

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SOURCES = os.path.join(HERE, "sources")


def read_source(name):
    with open(os.path.join(SOURCES, name), newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def read_table(name):
    """A shipped table with the units taken off its column names."""
    with open(os.path.join(HERE, name), newline="", encoding="utf-8") as handle:
        return [{k.split(" [")[0]: v for k, v in row.items()} for row in csv.DictReader(handle)]


def number(text):
    """A cell as a number; None when it is empty."""
    return float(text) if text not in ("", None) else None


def text_of(value, digits=9):
    """A number in the shortest form with so many significant digits, never in exponent notation."""
    if value is None or value == "":
        return ""
    text = "%.*g" % (digits, value)
    if "e" in text:
        text = ("%.15f" % value).rstrip("0").rstrip(".")
    return text


def lognormal(mean_days, cv):
    return "lognormal(mean %s d, cv %s)" % (text_of(mean_days, 4), text_of(cv, 3))


def region_of(code):
    """The scenario's region of a region code of the sources (`EU` there is the EU without DE)."""
    return "EU27_REST" if code == "EU" else code


class Table:
    """Rows of one shipped CSV, written in the order of their keys."""

    def __init__(self, columns, keys):
        self.columns, self.keys, self.rows = columns, keys, {}

    def add(self, **cells):
        row = {c.split(" [")[0]: "" for c in self.columns}
        unknown = set(cells) - set(row)
        if unknown:
            raise KeyError(unknown)
        for name, value in cells.items():
            row[name] = text_of(value) if isinstance(value, (int, float)) else value
        identity = tuple(row[k] for k in self.keys)
        if identity in self.rows:
            raise ValueError("twice: %s" % (identity,))
        self.rows[identity] = row

    def text(self):
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        names = [c.split(" [")[0] for c in self.columns]
        for identity in sorted(self.rows):
            writer.writerow([self.rows[identity][n] for n in names])
        return out.getvalue()
