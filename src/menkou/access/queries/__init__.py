from menkou.access.queries.rights import grants, may, roles, scope, verbs

__all__ = ["grants", "may", "roles", "scope", "verbs"]
