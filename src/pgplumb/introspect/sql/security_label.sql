-- when: select from pg_seclabel
-- Security labels: another part of what is not modelled, apart because the view takes long to plan.
select 'security_label' as kind, '' as schema, l.provider || ' on ' || l.objtype || ' ' || l.objname as name
from pg_seclabels l where l.objtype not in ('role', 'database', 'tablespace', 'large object')
