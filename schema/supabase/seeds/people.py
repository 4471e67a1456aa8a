"""The keys of the small data set: who is who, and which rows are whose. By hand, so that tests can name them."""

from __future__ import annotations

from uuid import UUID


def key(group: int, number: int) -> UUID:
    """A key that tells its group and number: users are group 1, tenants 2, projects 3, documents 4, files 5."""
    return UUID(f"00000000-0000-4000-8000-{group:04x}{number:08x}")


# Accounts. Olga owns A and Oskar B; the others are what they are called in A, unless it says otherwise.
OLGA, ADAM, EDDA, VERA = key(1, 1), key(1, 2), key(1, 3), key(1, 4)
OSKAR, ANNE, ERIK, VIOLA = key(1, 5), key(1, 6), key(1, 7), key(1, 8)
#: Editor of A and admin of B.
BOTH = key(1, 9)
#: Without any tenant.
NOBODY = key(1, 10)
#: Editor of A who logs in at Firebase, and the name there.
FIREBASE, FIREBASE_UID = key(1, 11), "k8Xq2vT9sLhN4pRw7yZb1cDf3gJm"
#: Editors of A, the one shut out, the other's account closed.
SUSPENDED, DELETED = key(1, 12), key(1, 13)
#: Owner of C, which is suspended.
CARLA = key(1, 14)

A, B, C = key(2, 1), key(2, 2), key(2, 3)

A_PROJECTS = (key(3, 1), key(3, 2), key(3, 3))
B_PROJECTS = (key(3, 4), key(3, 5), key(3, 6))
C_PROJECTS = (key(3, 7), key(3, 8), key(3, 9))

# Documents in the first project of their tenant, the editor's: one of each visibility, and one deleted.
A_PRIVATE, A_TENANT, A_PUBLIC, A_DELETED = key(4, 1), key(4, 2), key(4, 3), key(4, 4)
B_PRIVATE, B_TENANT, B_PUBLIC, B_DELETED = key(4, 5), key(4, 6), key(4, 7), key(4, 8)
C_TENANT, C_PUBLIC = key(4, 9), key(4, 10)

A_FILE, B_FILE = key(5, 1), key(5, 2)

#: Who may do what: role by user, by tenant.
ROLES: dict[UUID, dict[UUID, str]] = {
    A: {
        OLGA: "owner", ADAM: "admin", EDDA: "editor", VERA: "viewer",
        BOTH: "editor", FIREBASE: "editor", SUSPENDED: "editor", DELETED: "editor",
    },
    B: {OSKAR: "owner", ANNE: "admin", ERIK: "editor", VIOLA: "viewer", BOTH: "admin"},
    C: {CARLA: "owner"},
}  # fmt: skip
