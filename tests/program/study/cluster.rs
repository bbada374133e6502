//! What is asked of a cluster, with stand-ins for its commands; and the templates of docs/cluster.md with the real
//! programs, where they are installed. A real Slurm is in tests/slurm/run.sh.

use crate::study::small::{
    COHORT, WHOLE, chunks, compared_whole, done, hash, in_levels, merge, plan, refused, run, study,
};
use std::{
    env, fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    thread,
};

/// A folder with stand-ins: `sbatch` keeps its arguments and its script and fills the queue; `squeue` shows the queue.
/// Jobs are numbered from 4711 on; the script and the arguments of each are kept under its number too.
struct Cluster {
    home: tempfile::TempDir,
}

impl Cluster {
    fn new(largest_array: usize) -> Self {
        let home = tempfile::tempdir().unwrap();
        let cluster = Self { home };
        let dir = cluster.home.path().display().to_string();
        cluster.stand_in("scontrol", &format!("echo 'MaxArraySize            = {largest_array}'"));
        cluster.stand_in("squeue", &format!("cat {dir}/queue 2>/dev/null; echo \"$@\" >> {dir}/asked"));
        let number = format!("job=$((4711 + $(cat {dir}/queue 2>/dev/null | wc -l)))");
        let keep = format!("for script; do :; done; for to in \"\" _$job; do cp \"$script\" {dir}/script$to");
        let words = format!("echo \"$@\" > {dir}/arguments$to; done");
        cluster.stand_in("sbatch", &format!("{number}; {keep}; {words}; echo $job >> {dir}/queue; echo $job"));
        cluster
    }

    fn stand_in(&self, name: &str, body: &str) {
        let path = self.home.path().join(name);
        fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn submit(&self, folder: &Path, words: &[&str]) -> Output {
        let path = format!("{}:{}", self.home.path().display(), env::var("PATH").unwrap());
        study(&["submit", "--slurm"]).arg(folder).args(words).env("PATH", path).output().unwrap()
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.home.path().join(name)).unwrap()
    }

    /// Runs one element of the array that was submitted.
    fn element(&self, index: usize) {
        assert!(self.ran("script", index));
    }

    /// Whether one element of an array succeeds.
    fn ran(&self, script: &str, index: usize) -> bool {
        let mut bash = Command::new("bash");
        bash.arg(self.home.path().join(script)).env("SLURM_ARRAY_TASK_ID", index.to_string()).stderr(Stdio::null());
        bash.status().unwrap().success()
    }
}

#[test]
fn one_array_computes_what_is_missing_and_no_more() {
    let output = tempfile::tempdir().unwrap();
    let folder = plan(output.path(), &COHORT, 6);
    run(&folder, &["--chunk", "2"]);
    let cluster = Cluster::new(1001);
    let said = done(cluster.submit(&folder, &["--throttle", "3", "--", "--time=00:10:00", "--partition=short"]));
    assert!(said.contains("job 4711: 5 elements for chunks 1, 3, 4, 5, 6"), "{said}");
    assert!(cluster.read("arguments").contains("--time=00:10:00 --partition=short"), "{}", cluster.read("arguments"));
    assert!(cluster.read("script").contains("#SBATCH --array=0-4%3"), "{}", cluster.read("script"));
    (0..5).for_each(|index| cluster.element(index));
    assert_eq!(chunks(&folder).len(), 6);
}

#[test]
fn an_array_is_not_larger_than_the_cluster_takes() {
    let output = tempfile::tempdir().unwrap();
    let folder = plan(output.path(), &COHORT, 6);
    let cluster = Cluster::new(4);
    let said = done(cluster.submit(&folder, &[]));
    assert!(said.contains("3 elements for chunks 1, 2, 3, 4, 5, 6"), "{said}");
    (0..3).for_each(|index| cluster.element(index));
    assert_eq!(chunks(&folder).len(), 6);
}

#[test]
fn a_second_submission_finds_the_first_and_a_later_one_submits_what_is_missing() {
    let output = tempfile::tempdir().unwrap();
    let folder = plan(output.path(), &COHORT, 6);
    let cluster = Cluster::new(1001);
    done(cluster.submit(&folder, &["--chunks-per-element", "4"]));
    let (code, said) = refused(cluster.submit(&folder, &[]));
    assert!(code == Some(2) && said.contains("in the queue as job 4711"), "{said}");
    let job = format!("--name={}", job_name(&cluster.read("script")));
    assert!(cluster.read("asked").contains(&job), "the queue is asked for the jobs of this plan alone");
    // The first element of four chunks is done, the node of the second dies, and the job ends.
    cluster.element(0);
    fs::remove_file(cluster.home.path().join("queue")).unwrap();
    let said = done(cluster.submit(&folder, &[]));
    assert!(said.contains("2 elements for chunks 5, 6"), "{said}");
    (0..2).for_each(|index| cluster.element(index));
    fs::remove_file(cluster.home.path().join("queue")).unwrap();
    assert!(done(cluster.submit(&folder, &[])).contains("nothing to submit: 6 chunks are done"));
}

#[test]
fn of_submissions_at_the_same_time_one_is_taken() {
    let output = tempfile::tempdir().unwrap();
    let folder = plan(output.path(), &COHORT, 6);
    let cluster = Cluster::new(1001);
    let all: Vec<Output> = thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| cluster.submit(&folder, &[]))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let (taken, others): (Vec<Output>, Vec<Output>) = all.into_iter().partition(|output| output.status.success());
    assert_eq!((taken.len(), cluster.read("queue").lines().count()), (1, 1));
    for other in others {
        let (code, said) = refused(other);
        let why = ["another submission of this study is under way", "in the queue as job 4711"];
        assert!(code == Some(2) && why.iter().any(|why| said.contains(why)), "{said}");
    }
}

#[test]
fn levels_that_follow_from_each_other_are_arrays_that_wait_for_each_other() {
    let output = tempfile::tempdir().unwrap();
    let folder = plan(output.path(), &WHOLE, 8);
    let chunks_in_all = in_levels(&folder, 1);
    let cluster = Cluster::new(1001);
    let said = done(cluster.submit(&folder, &["--chunks-per-element", "99"]));
    assert!(said.contains("submitted as job 4711:") && said.contains("submitted as job 4712:"), "{said}");
    assert!(said.trim_end().ends_with("after job 4711"), "{said}");
    assert!(!cluster.read("arguments_4711").contains("--dependency"));
    assert!(
        cluster.read("arguments_4712").contains("--dependency=afterany:4711"),
        "{}",
        cluster.read("arguments_4712")
    );
    let (code, said) = refused(cluster.submit(&folder, &[]));
    assert!(code == Some(2) && said.contains("in the queue as job 4711"), "{said}");
    // The second array before the first, as if all nodes of the first had died: it fails and nothing is lost.
    assert!(!cluster.ran("script_4712", 0));
    assert_eq!(chunks(&folder).len(), 0);
    assert!(cluster.ran("script_4711", 0) && cluster.ran("script_4712", 0));
    assert_eq!(chunks(&folder).len(), chunks_in_all);
    assert_eq!(hash(&merge(&folder)), hash(compared_whole()));
}

fn job_name(script: &str) -> String {
    script.lines().find_map(|line| line.strip_prefix("#SBATCH --job-name=")).unwrap().to_owned()
}

#[test]
fn without_a_cluster_the_missing_command_is_named() {
    let output = tempfile::tempdir().unwrap();
    let folder = plan(output.path(), &COHORT, 3);
    let nowhere = output.path().join("no programs");
    let attempt = study(&["submit", "--slurm"]).arg(&folder).env("PATH", nowhere).output().unwrap();
    let (code, said) = refused(attempt);
    assert!(code == Some(1) && said.contains("`squeue` does not start"), "{said}");
}

/// The code block of docs/cluster.md that begins with this line, which is part of it.
fn template(first: &str) -> String {
    let text = fs::read_to_string(Path::new(crate::command::HERE).join("docs/cluster.md")).unwrap();
    let start = text.find(first).unwrap_or_else(|| panic!("no template begins with `{first}`"));
    let end = text[start..].find("\n```").expect("the end of the block");
    text[start..start + end].to_owned() + "\n"
}

fn installed(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// The programs of the test's machine, and `cenersim` as it was just built.
fn with_cenersim(command: &mut Command) -> &mut Command {
    let built = PathBuf::from(env!("CARGO_BIN_EXE_cenersim"));
    let path = format!("{}:{}", built.parent().unwrap().display(), env::var("PATH").unwrap());
    command.env("PATH", path)
}

#[test]
fn the_template_for_gnu_parallel_computes_a_study() {
    if !installed("parallel") {
        return eprintln!("GNU parallel is not installed: its template was not run");
    }
    let output = tempfile::tempdir().unwrap();
    let folder = plan(output.path(), &COHORT, 5);
    let script = template("# GNU parallel: four").replace("output/study_big_10000_patients", folder.to_str().unwrap());
    let mut command = Command::new("bash");
    done(with_cenersim(command.args(["-ec", &script])).env("HOME", output.path()).output().unwrap());
    assert_eq!(chunks(&folder).len(), 5);
}

#[test]
fn the_template_for_snakemake_computes_a_study() {
    if !installed("snakemake") {
        return eprintln!("Snakemake is not installed: its template was not run");
    }
    let output = tempfile::tempdir().unwrap();
    let folder = plan(output.path(), &COHORT, 5);
    let rules = template("# Snakefile").replace("output/study_big_10000_patients", folder.to_str().unwrap());
    fs::write(output.path().join("Snakefile"), rules).unwrap();
    let mut command = Command::new("snakemake");
    command.args(["--cores", "2", "--quiet"]).current_dir(output.path()).env("HOME", output.path());
    done(with_cenersim(&mut command).output().unwrap());
    assert_eq!(chunks(&folder).len(), 5);
    assert!(folder.join("results").is_dir());
}
