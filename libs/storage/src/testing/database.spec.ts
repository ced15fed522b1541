import { describe, expect, it } from '@jest/globals';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { withClient } from '../database/connection.js';
import type { Schema } from '../database/schema.js';
import { testDatabase } from '../testing.js';

class Things1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE box.thing (id int)');
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE box.thing');
  }
}
const box: Schema = { name: 'box', role: 'tributary_test_box', migrations: [Things1700000000001] };

describe('testDatabase', () => {
  it('gives each caller a migrated database of its own', async () => {
    const [one, two] = await Promise.all([testDatabase([box]), testDatabase([box])]);
    await one.pool(box).query('INSERT INTO box.thing VALUES (1)');
    expect((await two.pool(box).query('SELECT * FROM box.thing')).rows).toEqual([]);
    await Promise.all([one.drop(), two.drop()]);
    await expect(withClient(one.adminUrl, { applicationName: 'spec' }, (client) => client.query('SELECT 1'))).rejects.toMatchObject({ code: '3D000' });
  });

  it('drops a database that somebody is still connected to', async () => {
    const database = await testDatabase([box]);
    const client = await database.pool(box).connect();
    client.release();
    await database.drop();
  });
});
