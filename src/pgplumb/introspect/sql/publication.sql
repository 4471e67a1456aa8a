-- catalog: pg_publication
-- when: select from pg_publication where oid >= 16384
-- Publications, with every option.
select p.oid, 0, '' as schema, p.pubname as name, '' as "table", '' as signature,
    pg_get_userbyid(p.pubowner) as owner,
    p.puballtables as all_tables,
    array[
        'publish=' || array_to_string(array_remove(array[
            case when p.pubinsert then 'insert' end, case when p.pubupdate then 'update' end,
            case when p.pubdelete then 'delete' end, case when p.pubtruncate then 'truncate' end], null), ', '),
        'publish_generated_columns=' || case p.pubgencols when 's' then 'stored' else 'none' end, -- since 18
        'publish_via_partition_root=' || p.pubviaroot
    ] as options
from pg_publication p
