"""Makes `upright.ttf` and `italic.ttf`: the letters of Tinos that labels need, and a few signs.

    npm pack @fontsource/tinos@4.5.0 && tar xzf fontsource-tinos-4.5.0.tgz
    pip install fonttools brotli
    python make.py package/files

Tinos 1.23 is under the Apache License 2.0. The signs are made of its letters: ∇ is Δ turned over,
∂ a 6 in the mirror, ∞ an 8 on its side, ≤ and ≥ are < and > above a minus.
"""

import sys

from fontTools.fontBuilder import FontBuilder
from fontTools.misc.transform import Identity
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.reverseContourPen import ReverseContourPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

LATIN = [c for c in range(0x20, 0x7F)] + [0xB0, 0xB1, 0xB2, 0xB3, 0xB7, 0xD7]
LATIN += [0x2009, 0x2013, 0x2014, 0x2026, 0x2032, 0x2033, 0x2212]
LATIN += [c for c in range(0xC0, 0x100)]
GREEK = [c for c in range(0x391, 0x3CA) if c != 0x3A2]


def drawn(sources, height):
    """Pairs of a character and a function that draws it with a pen, and its width."""
    latin, greek = sources

    def glyph(font, code):
        glyphs = font.getGlyphSet()
        shape = glyphs[font.getBestCmap()[code]]
        outline = DecomposingRecordingPen(glyphs)
        shape.draw(outline)
        outline.width = shape.width
        outline.draw = outline.replay
        return outline

    def box(shape):
        pen = BoundsPen(None)
        shape.draw(pen)
        return pen.bounds

    def plain(shape, move=Identity, mirrored=False):
        def draw(pen):
            pen = ReverseContourPen(pen) if mirrored else pen
            shape.draw(TransformPen(pen, move))

        return draw

    for font, codes in ((latin, LATIN), (greek, GREEK)):
        for code in codes:
            if code in font.getBestCmap():
                shape = glyph(font, code)
                yield code, [plain(shape)], shape.width

    six, eight, delta = glyph(latin, ord("6")), glyph(latin, ord("8")), glyph(greek, 0x394)
    less, more, minus = (glyph(latin, c) for c in (ord("<"), ord(">"), 0x2212))
    slanted = Identity.translate(six.width, 0).scale(-1, 1)
    yield 0x2202, [plain(six, Identity.skew(0.2).transform(slanted), True)], six.width
    bottom, top = box(delta)[1], box(delta)[3]
    yield 0x2207, [plain(delta, Identity.translate(0, bottom + top).scale(1, -1), True)], delta.width
    left, low, right, high = box(eight)
    lying = Identity.translate(high + left, 0.24 * height - (left + right) / 2).rotate(1.5707963267948966)
    yield 0x221E, [plain(eight, lying)], (high - low) + 2 * left
    for code, sign in ((0x2264, less), (0x2265, more)):
        down = box(minus)[1] - 40
        yield code, [plain(sign, Identity.translate(0, 120)), plain(minus, Identity.translate(0, -down))], sign.width
    waves = box(minus)[3] - box(minus)[1]
    tilde = glyph(latin, ord("~"))
    yield 0x2248, [plain(tilde, Identity.translate(0, 1.2 * waves)), plain(tilde, Identity.translate(0, -1.2 * waves))], tilde.width

    def root(pen):
        points = [(40, 620), (200, 720), (430, 190), (860, 1560), (960, 1560), (450, -60), (390, -60), (160, 580), (70, 530)]
        pen.moveTo(points[0])
        for point in points[1:]:
            pen.lineTo(point)
        pen.closePath()

    yield 0x221A, [root], 960


def build(folder, style, name):
    sources = [TTFont(f"{folder}/tinos-{part}-400-{style}.woff2") for part in ("latin", "greek")]
    unit = sources[0]["head"].unitsPerEm
    glyphs, widths, cmap = {".notdef": TTGlyphPen(None).glyph()}, {".notdef": (unit // 2, 0)}, {}
    for code, shapes, width in drawn(sources, unit):
        pen = TTGlyphPen(None)
        for shape in shapes:
            shape(pen)
        key = f"u{code:04X}"
        glyphs[key], widths[key], cmap[code] = pen.glyph(), (round(width), 0), key
    builder = FontBuilder(unit, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(cmap)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(widths)
    ascent, descent = sources[0]["hhea"].ascent, sources[0]["hhea"].descent
    builder.setupHorizontalHeader(ascent=ascent, descent=descent)
    builder.setupNameTable(
        {
            "copyright": "Digitized data copyright (c) 2010-2012 Google Corporation.",
            "familyName": "Partials",
            "styleName": name,
            "licenseInfoURL": "http://www.apache.org/licenses/LICENSE-2.0",
        }
    )
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    builder.font.save(f"{name}.ttf")


for style, name in (("normal", "upright"), ("italic", "italic")):
    build(sys.argv[1], style, name)
