import { Controller, Get, Inject, Put } from '@nestjs/common';
import { Access, ApiZod, Problem, ValidBody, ValidQuery, parsePage, toPage, type Page } from '@tributary/platform';
import { inTransaction } from '@tributary/storage';
import { z } from 'zod';
import { LEAD_DEPS, type LeadDeps } from '../../deps.js';
import { Line, Name, Uuid, pageFields } from '../fields.js';
import { findDepartment, listDepartments, putDepartment, type Department } from './department-store.js';
import { managerFaults } from './manager-store.js';

const DepartmentBody = z.strictObject({ id: Name, name: Line(200), headId: Uuid.nullable().default(null), managerIds: z.array(Uuid).max(1_000).optional() });
type DepartmentBody = z.infer<typeof DepartmentBody>;
const DepartmentQuery = z.strictObject(pageFields);

/** Departments: whose head is asked when nobody takes a lead. */
@Controller('api/v1/departments')
export class DepartmentController {
  constructor(@Inject(LEAD_DEPS) private readonly deps: LeadDeps) {}

  @Get()
  @Access('manager')
  @ApiZod({ summary: 'Departments by id', query: DepartmentQuery })
  async list(@ValidQuery(DepartmentQuery) query: z.infer<typeof DepartmentQuery>): Promise<Page<Department>> {
    const { limit, cursor } = parsePage(query, z.tuple([Name]));
    const rows = await listDepartments(this.deps.pool, { limit: limit + 1, after: cursor?.[0] });
    return toPage(rows, limit, ({ id }) => [id], (department) => department);
  }

  @Put()
  @Access('admin')
  @ApiZod({ summary: 'Make or change a department; without managerIds its people stay', body: DepartmentBody })
  async put(@ValidBody(DepartmentBody) { managerIds, ...department }: DepartmentBody): Promise<Department> {
    return inTransaction(this.deps.pool, async (tx) => {
      const errors = [
        ...(department.headId === null ? [] : await managerFaults(tx, [department.headId], () => 'headId')),
        ...(await managerFaults(tx, managerIds ?? [], (index) => `managerIds.${index}`)),
      ];
      if (errors.length > 0) throw new Problem(422, 'validation-failed', { errors });
      await putDepartment(tx, department, managerIds);
      return (await findDepartment(tx, department.id))!;
    });
  }
}
