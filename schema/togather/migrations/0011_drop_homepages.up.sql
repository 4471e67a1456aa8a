-- pgplumb: migration drop_homepages
-- pgplumb: engine native: migra does not see a comment (comment on column public.persons.homepage_deprecated)
-- pgplumb: before 26a18bf36eca6f5cf78ec8077abd4d303d28e95d8b671f40647a058134676f41
-- pgplumb: after eeb714c81ded6823141c0d840be6a4fbc106c0cf67892d40fc838c565189dd9b
-- pgplumb: hazard data_loss: lost for good: column public.persons.homepage_deprecated
-- pgplumb: loses column public.persons.homepage_deprecated

ALTER TABLE public.persons DROP COLUMN homepage_deprecated;
