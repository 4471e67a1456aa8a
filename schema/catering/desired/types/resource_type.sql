create type resource_type as enum ('staff', 'equipment', 'materials');

comment on type resource_type is
    'What a resource is. staff: a person; equipment: a tool or vehicle; materials: things used in numbers, such as ingredients, tableware, linens.';
