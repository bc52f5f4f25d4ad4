"""The icons: 24 units square, stroke 1.8, in the colour of the text beside. One drawing a name."""

DRAWN = {
    "sun": (
        '<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 '
        '17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4"/>'
    ),
    "box": '<path d="M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8"/>',
    "scan": '<path d="M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16"/>',
    "people": (
        '<circle cx="9" cy="8" r="3.5"/><path d="M3 20c0-4 2.5-6 6-6s6 2 6 6M16 5a3.5 3.5 0 '
        '010 6.5M17.5 14.5c2.3.8 3.5 2.7 3.5 5.5"/>'
    ),
    "person": '<circle cx="12" cy="8" r="4"/><path d="M5 20c0-4 3-6 7-6s7 2 7 6"/>',
    "shop": '<path d="M4 10v10h16V10M3 10l2-6h14l2 6zM9 20v-6h6v6"/>',
    "learn": '<path d="M3 6c3-1 6-1 9 1 3-2 6-2 9-1v13c-3-1-6-1-9 1-3-2-6-2-9-1zM12 7v13"/>',
    "child": (
        '<circle cx="12" cy="13" r="7"/><path d="M12 6c0-2 1-3 3-3M9.5 12v.5M14.5 12v.5M9 '
        '15.5c2 2 4 2 6 0"/>'
    ),
    "yuan": '<path d="M6 4l6 8 6-8M12 12v8M7 12h10M7 16h10"/>',
    "chart": '<path d="M4 4v16h16M8 16v-4M12 16V8M16 16v-6"/>',
    "board": '<path d="M4 4h16v12H9l-5 4zM8 8h8M8 12h5"/>',
    "home": '<path d="M4 11l8-7 8 7v9H4zM10 20v-6h4v6"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="M16 16l5 5"/>',
    "down": '<path d="M6 9l6 6 6-6"/>',
    "up": '<path d="M6 15l6-6 6 6"/>',
    "right": '<path d="M9 6l6 6-6 6"/>',
    "left": '<path d="M15 6l-6 6 6 6"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "check": '<path d="M5 12.5l4.5 4.5L19 7"/>',
    "close": '<path d="M6 6l12 12M18 6L6 18"/>',
    "warn": '<path d="M12 4l9 16H3zM12 10v4M12 17v.2"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 8v.2"/>',
    "ask": (
        '<circle cx="12" cy="12" r="8.5"/><path d="M9.5 9.5c.2-3.2 5.2-3 5 .2-.1 1.8-2.5 '
        '1.9-2.5 4M12 16.8v.2"/>'
    ),
    "export": '<path d="M12 4v11M8 11l4 4 4-4M4 16v4h16v-4"/>',
    "upload": '<path d="M12 15V4M8 8l4-4 4 4M4 16v4h16v-4"/>',
    "print": '<path d="M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
    "eye": '<path d="M2.5 12c4-7 15-7 19 0-4 7-15 7-19 0z"/><circle cx="12" cy="12" r="2.8"/>',
    "lock": '<path d="M5 11h14v9H5zM8 11V8a4 4 0 018 0v3"/>',
    "undo": '<path d="M9 5L4 10l5 5M4 10h10c8 0 8 9 1 9"/>',
    "cut": (
        '<path d="M3 3l18 18M8.5 15.5a5 5 0 017 0M5 12a10 10 0 014-2.5M19 12a10 10 0 '
        '00-5-2.8M12 19v.2"/>'
    ),
    "sound": '<path d="M4 10v4h4l5 4V6L8 10zM16.5 9a4 4 0 010 6M19 6.5a8 8 0 010 11"/>',
    "more": '<path d="M5 12h.1M12 12h.1M19 12h.1"/>',
    "like": (
        '<path d="M12 20C4 14 3 11 3 8.5 3 4 9 3 12 7.5 15 3 21 4 21 8.5c0 2.5-1 5.5-9 11.5z"/>'
    ),
    "reply": '<path d="M9 6l-6 6 6 6M3 12h10c5 0 8 2 8 7"/>',
    "card": '<path d="M3 5h18v14H3zM3 10h18M7 15h4"/>',
    "pin": (
        '<path d="M12 21c-5-6-7-8.5-7-11a7 7 0 0114 0c0 2.5-2 5-7 11z"/><circle cx="12" '
        'cy="10" r="2.5"/>'
    ),
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "save": '<path d="M5 4h11l3 3v13H5zM8 4v5h7V4M8 20v-6h8v6"/>',
    "filter": '<path d="M4 5h16l-6 8v6l-4-2v-4z"/>',
    "send": '<path d="M4 12l17-8-6 17-3-7z"/>',
    "sync": '<path d="M7 4v13M4 14l3 3 3-3M17 20V7M14 10l3-3 3 3"/>',
    "tray": '<path d="M4 13l3-8h10l3 8v6H4zM4 13h5l1 3h4l1-3h5"/>',
    "out": '<path d="M9 4H5v16h4M14 8l4 4-4 4M9 12h9"/>',
    "globe": (
        '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c-4.5 5-4.5 12 0 17M12 '
        '3.5c4.5 5 4.5 12 0 17"/>'
    ),
    "pen": '<path d="M4 17v3h3L19 8l-3-3zM14 7l3 3"/>',
    "office": '<path d="M5 20V9l5-3v14M10 20V4h9v16M3 20h18M13 8h3M13 12h3M13 16h3"/>',
    "unlock": '<path d="M5 11h14v9H5zM8 11V8a4 4 0 017.5-2M12 15v2"/>',
    "ticket": '<path d="M4 8h16v3a1.5 1.5 0 000 3v3H4v-3a1.5 1.5 0 000-3zM14 8v9"/>',
}
"""Name -> what stands inside the svg."""
