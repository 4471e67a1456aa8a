"""The settings of servers that we start: nothing durable, nothing that depends on the machine."""

from __future__ import annotations

#: What every version from 14 on understands.
SETTINGS = {
    # Nothing here outlives a crash, so nothing waits for a disk.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # Without them a crash leaves nothing to recover: the server ends, and its log says why.
    "restart_after_crash": "off",
    # What somebody is told of it needs no time and no process.
    "log_line_prefix": "",
    "autovacuum": "off",
    # CREATE PUBLICATION and PREPARE TRANSACTION work as on a server set up for them.
    "wal_level": "logical",
    "max_prepared_transactions": "16",
    # A subscription in a schema must never reach out to the server that it names.
    "max_logical_replication_workers": "0",
    # Log segments that are done with would fill memory, and the cluster that is kept for the next run.
    "max_wal_size": "64MB",
    "wal_recycle": "off",
    "wal_init_zero": "off",
    # Shared memory goes with the data folder, also after a SIGKILL; a container's /dev/shm may be tiny.
    "dynamic_shared_memory_type": "mmap",
    # A restored schema of thousands of tables is one transaction.
    "max_locks_per_transaction": "1024",
    # Compiled queries cost more than they bring.
    "jit": "off",
    # What is printed must not depend on the machine.
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
}
#: Keywords of libpq that its own environment variables must not decide for a server of ours.
OWN_CONNECTION = {
    "user": "postgres",
    "hostaddr": "",
    "options": "",
    "sslmode": "disable",
    "gssencmode": "disable",
    "channel_binding": "disable",
    "target_session_attrs": "any",
    "client_encoding": "UTF8",
}


def settings_of(major: int) -> dict[str, str]:
    """The settings of a server of this major version."""
    # Helper processes that read ahead cost more at the start than they bring.
    return SETTINGS | ({"io_method": "sync"} if major >= 18 else {})
