-- What is said to the outside in schema.org's terms. Made when it is asked for, and never stored (TG-RULE-03).

create function event_json_ld(p_event_id uuid) returns jsonb
language sql
stable
set search_path = pg_catalog, public
begin atomic
    select jsonb_strip_nulls(jsonb_build_object(
        '@context', 'https://schema.org',
        '@type', 'Event',
        '@id', x.federation_uri,
        'identifier', x.ulid,
        'name', x.name,
        'description', x.description,
        'eventStatus', x.event_status,
        'url', x.virtual_url,
        'license', x.license_url,
        'location', case when p.id is not null then jsonb_build_object(
            '@type', 'Place',
            'name', p.name,
            'address', jsonb_build_object(
                '@type', 'PostalAddress',
                'streetAddress', p.street_address,
                'addressLocality', p.city,
                'addressRegion', p.region,
                'postalCode', p.postal_code,
                'addressCountry', p.country
            )
        ) end,
        'organizer', case when g.id is not null then jsonb_build_object(
            '@type', 'Organization',
            'name', g.name
        ) end,
        'subEvent', (
            select jsonb_agg(jsonb_build_object(
                '@type', 'Event',
                'startDate', o.start_time,
                'endDate', o.end_time,
                'doorTime', o.door_time
            ) order by o.start_time, o.id)
            from event_occurrences o
            where o.event_id = x.id
        )
    ))
    from federation_export x
    left join places p on p.id = x.primary_venue_id
    left join organizations g on g.id = x.organizer_id
    where x.id = p_event_id;
end;

comment on function event_json_ld(uuid) is
    'An event that may leave the node as JSON-LD in the vocabulary of schema.org; null for any other.';
