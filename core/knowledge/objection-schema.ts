import { z } from 'zod';

/** The objection playbook (domain.md rows 41-42, section 4 `objections`). */
const objectionSchema = z
  .strictObject({
    id: z.string().regex(/^O\d{1,2}$/),
    cause: z.string().min(1),
    trigger: z.string().min(1),
    /** 感同身受 */
    feel: z.string().min(1),
    /** 他人经验; null where only invention could fill it (domain.md section 6 C5). */
    others: z.string().min(1).nullable(),
    /** Who approved `others` as a real, de-identified case; null: it is not shown (domain.md section 6 C5). */
    approvedBy: z.string().trim().min(1).nullable(),
    /** 解决方案 */
    solve: z.string().min(1),
    /** Issue that choosing the objection opens; null opens none. */
    open: z
      .string()
      .regex(/^I\d{2}$/)
      .nullable(),
    /** Disposition the call goes towards; null goes on with the script. */
    end: z
      .string()
      .regex(/^D\d{2}$/)
      .nullable(),
  })
  .refine((objection) => objection.open === null || objection.end === null, {
    message: 'an objection opens an issue or ends the call, not both',
  })
  .refine((objection) => objection.approvedBy === null || objection.others !== null, {
    message: 'there is no experience of others to approve',
    path: ['approvedBy'],
  });

/** The playbook file; `reflect` are the prompts of row 39. */
export const objectionFileSchema = z.strictObject({
  version: z.int().positive(),
  reflect: z.array(z.string().min(1)).min(1),
  objections: z.array(objectionSchema).min(1),
});
export type Playbook = z.infer<typeof objectionFileSchema>;
