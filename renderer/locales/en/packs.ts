import type { Translation } from '../shape.ts';
import type { packTexts as source } from '../zh-cn/packs.ts';

export const packTexts: Translation<typeof source> = {
  packs: {
    refused:
      "Head office's script pack is not in use (script-pack.yaml in the profile folder): {{reason}} Version {{version}} stays in use; callbacks go on as before.",
    reason: {
      unreadable: 'the file cannot be read. Ask IT to check its permissions, then restart the desk.',
      unsigned:
        'the signature file script-pack.yaml.sig is missing. Put in both files as head office sent them.',
      bad_signature:
        'the signature does not fit the file, which may have been changed. Get both files from head office again and change nothing in them.',
      broken:
        'line {{line}} is faulty. Send the explanation below to head office, who correct the file and sign it again.',
      other_pack:
        'it is another pack (its id differs). Ask head office for the pack with the id in use here.',
      not_newer:
        'its version is not higher than the one in use. Ask head office for a newer one, or take the two files away.',
      phone_policy:
        'it lacks dispositions that the phone rules use. Head office has to add them and sign the file again.',
    },
    knowledgeRefused:
      "Head office's knowledge file is not in use ({{file}} in the profile folder): {{reason}} What was there stays in use.",
    knowledgeReason: {
      unreadable:
        'it cannot be read. Ask IT to check its permissions; it is read again before the next callback.',
      unsigned: 'the signature file {{file}}.sig is missing. Put in both files as head office sent them.',
      bad_signature:
        'the signature does not fit the file, which may have been changed. Get both files from head office again and change nothing in them.',
      broken:
        'it is faulty. Send the explanation below to head office, who correct the file and sign it again.',
      not_newer:
        'nothing in it is newer than what is in use. Ask head office for a newer one, or take the two files away.',
    },
  },
};
