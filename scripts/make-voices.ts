/**
 * Records the lines of the simulated customer with espeak-ng and packs them as small Opus files.
 *
 *   node scripts/make-voices.ts
 *
 * Reads resources/practice/drills.yaml, writes resources/practice/voices/*.ogg and voices.yaml. Needs espeak-ng
 * 1.51 and ffmpeg with libopus (Debian: apt-get install espeak-ng ffmpeg); only whoever changes a line needs
 * them, the recordings are in the repository.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { actorsOf, voiceFile } from '../core/practice/drill-book.ts';
import {
  drillFileSchema,
  voiceActors,
  type VoiceActor,
  type VoiceManifest,
} from '../core/practice/drill-schema.ts';
import { spokenWords } from '../core/practice/spoken-values.ts';
import { runCommand, lastLines } from './setup/run-command.ts';
import { exitWithError, SetupError } from './setup/setup-error.ts';

const folder = join(import.meta.dirname, '..', 'resources', 'practice');
const voicesFolder = join(folder, 'voices');

/** espeak-ng's plain `cmn` voice reads characters as pinyin spelt in English; this one reads pinyin as pinyin. */
const language = 'cmn-latn-pinyin';
const variants: Record<VoiceActor, string> = { man: 'm3', woman: 'f2', son: 'm7' };

type Style = { speed: number; pitch: number; amplitude: number };
const styles: Record<'calm' | 'hurried' | 'slow' | 'angry' | 'word', Style> = {
  calm: { speed: 185, pitch: 50, amplitude: 100 },
  hurried: { speed: 250, pitch: 58, amplitude: 100 },
  slow: { speed: 120, pitch: 42, amplitude: 80 },
  angry: { speed: 215, pitch: 72, amplitude: 160 },
  word: { speed: 190, pitch: 50, amplitude: 100 },
};

type Job = { file: string; zh: string; en: string; actor: VoiceActor; style: keyof typeof styles };

const run = async (program: string, args: readonly string[]): Promise<void> => {
  const { code, output } = await runCommand(program, args);
  if (code === 0) return;
  throw new SetupError(
    `${program} could not record a line: ${lastLines(output, 3)}\nInstall the two programs: apt-get install espeak-ng ffmpeg`,
  );
};

const jobs = async (): Promise<Job[]> => {
  const file = drillFileSchema.parse(parse(await readFile(join(folder, 'drills.yaml'), 'utf8')));
  const lines = Object.entries(file.lines).flatMap(([id, line]) =>
    actorsOf(line).map((actor) => ({
      file: voiceFile(actor, id),
      zh: line.zh,
      en: line.en,
      actor,
      style: line.style,
    })),
  );
  const words = voiceActors
    .filter((actor) => actor !== 'son')
    .flatMap((actor) =>
      Object.entries(spokenWords).map(([id, word]) => ({
        file: voiceFile(actor, id),
        ...word,
        actor,
        style: 'word' as const,
      })),
    );
  return [...lines, ...words];
};

/** One line: speech, silence cut at both ends, mono Opus of about 8 kbit/s without a date or a random serial. */
const record = async (job: Job, work: string): Promise<Buffer> => {
  const { speed, pitch, amplitude } = styles[job.style];
  const wav = join(work, 'line.wav');
  const ogg = join(work, 'line.ogg');
  const voice = `${language}+${variants[job.actor]}`;
  await run('espeak-ng', [
    '-v',
    voice,
    '-s',
    `${speed}`,
    '-p',
    `${pitch}`,
    '-a',
    `${amplitude}`,
    '-w',
    wav,
    job.zh,
  ]);
  const cut = 'silenceremove=start_periods=1:start_threshold=-50dB:start_silence=0.02';
  const filter = `${cut},areverse,${cut},areverse`;
  const opus = ['-c:a', 'libopus', '-b:a', '8k', '-application', 'voip', '-frame_duration', '60'];
  const exact = ['-map_metadata', '-1', '-fflags', '+bitexact', '-flags:a', '+bitexact'];
  await run('ffmpeg', [
    '-hide_banner',
    '-loglevel',
    'error',
    '-y',
    '-i',
    wav,
    '-af',
    filter,
    '-ac',
    '1',
    '-ar',
    '16000',
    ...opus,
    ...exact,
    ogg,
  ]);
  return readFile(ogg);
};

const main = async (): Promise<void> => {
  const work = await mkdtemp(join(tmpdir(), 'voices-'));
  const manifest: VoiceManifest = {
    licence:
      'Synthetic speech made by espeak-ng (a program under GPL-3.0-or-later; what it speaks is not covered by its licence) from the texts of drills.yaml. No person was recorded.',
    generator: 'scripts/make-voices.ts',
    voices: [],
  };
  let bytes = 0;
  try {
    for (const job of await jobs()) {
      const audio = await record(job, work);
      bytes += audio.length;
      await writeFile(join(voicesFolder, job.file), audio);
      manifest.voices.push({
        file: job.file,
        zh: job.zh,
        en: job.en,
        sha256: createHash('sha256').update(audio).digest('hex'),
      });
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  const made = new Set(manifest.voices.map(({ file }) => file));
  for (const file of await readdir(voicesFolder)) {
    if (file.endsWith('.ogg') && !made.has(file)) await rm(join(voicesFolder, file));
  }
  await writeFile(
    join(voicesFolder, 'voices.yaml'),
    stringify(manifest, { lineWidth: 100, singleQuote: true }),
  );
  console.log(`${made.size} recordings, ${Math.round(bytes / 1024)} kB`);
};

main().catch(exitWithError);
