create function license_url_of(p_license text) returns text
language sql
immutable
parallel safe
return case p_license
    when 'cc0' then 'https://creativecommons.org/publicdomain/zero/1.0/'
    when 'cc-by' then 'https://creativecommons.org/licenses/by/4.0/'
    when 'proprietary' then 'https://rightsstatements.org/vocab/InC/1.0/'
    else 'https://rightsstatements.org/vocab/UND/1.0/'
end;

comment on function license_url_of(text) is
    'Address that states a licence (cc0, cc-by, proprietary, unknown) where the source gives none of its own.';
