-- Where a place is, for distances without PostGIS.

-- With a search_path of its own: the extension's function names others without their schema, and ANALYZE has no path.
create function earth_point(p_latitude double precision, p_longitude double precision) returns cube
language sql
immutable
strict
parallel safe
set search_path = pg_catalog, public
return ll_to_earth(p_latitude, p_longitude);

comment on function earth_point(double precision, double precision) is
    'Point on the globe, in metres from its centre; null where either coordinate, in degrees, is.';
