"""Pure helpers that know no Django, no clock, no database."""
