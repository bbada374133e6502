use cenersim::{biology::*, engine::Seed, parameters::Ledger, patient::Tp53, quantity::Time, treatment::Exposure};
fn main() {
    let l = Ledger::defaults();
    let args: Vec<String> = std::env::args().collect();
    let mode = args.get(1).map_or("un", |s| s.as_str());
    let m = Model::new(&l, &l, Tp53::WildType);
    println!("per_ida {:.3e} per_arac {:.3} half {:.2}", m.damage.per_idarubicin, m.damage.per_cytarabine, m.damage.half_ara_ctp);
    let burden = if mode == "healthy" { 0.0 } else { 1e12 };
    let out = if burden > 0.0 { m.niche.normal_beside(burden) } else { 1.0 };
    let mut marrow = Marrow::new(m.clone(), Blood::at_output(&l, out), burden, 512, Seed::new(1));
    let p = marrow.presentation().clone();
    println!("growth {:.4}/d Td {:.1} d, healthy out {:.3e}/d, agents {}", p.growth * 24.0, std::f64::consts::LN_2 / p.growth / 24.0, p.healthy_output * 24.0, marrow.roster().agents());
    let start = std::time::Instant::now();
    let mut agent_steps = 0u64;
    let days = 90;
    for h in 0..days * 24 {
        if h % (24 * 5) == 0 {
            let (c, _) = marrow.census();
            print!("d{:3} ", h / 24);
            for k in Kind::ALL {
                print!("{:9.3e} S{:.3} G0{:.2} D{:.2} m{:.2} | ", c[k].cells, c[k].phases[2], c[k].phases[0], c[k].damage, c[k].mrna);
            }
            println!(" ANC {:.2} PLT {:.0} ag {}", marrow.blood().neutrophils(), marrow.blood().platelets(), marrow.roster().agents());
        }
        let mut e = Exposure::default();
        if mode == "drug" {
            let d = h as f64 / 24.0;
            let since = |start: f64, hl: f64| if d > start { 0.5f64.powf((d - start) * 24.0 / hl) } else { 0.0 };
            e.idarubicin_cell = [1.0, 2.0, 3.0].iter().map(|&s| 630.0 * since(s, 42.0)).sum();
            e.idarubicinol_cell = 3000.0 * since(4.0, 72.0) + if d > 1.0 && d <= 4.0 { (d - 1.0) * 1000.0 } else { 0.0 };
            if args.len() > 2 && d < 7.0 { e.cenersen_cell = 3.0 * (1.0 - (-d).exp()); }
        }
        marrow.advance(Time::hours(h as f64), Time::hours(1.0), e);
        agent_steps += marrow.roster().agents() as u64;
    }
    let t = start.elapsed().as_secs_f64();
    println!("{:.3} s {:.1} M agent-steps/s", t, agent_steps as f64 / t / 1e6);
}
